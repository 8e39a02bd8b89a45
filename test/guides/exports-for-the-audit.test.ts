import { execFile } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demo } from '../../src/sandbox/index.js';
import { verifyExport } from '../../src/tse/verify-export.js';
import { startTestGateway, type TestGateway } from '../e2e/start.js';
import { temporaryFolder } from '../sandbox/running-sandbox.js';

const guide = readFileSync(new URL('../../docs/guides/exports-for-the-audit.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, block]) => block!);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test('The guide leads, as written, from the trigger to an archive without a fault', async () => {
  const cwd = temporaryFolder();
  const env = { PATH: process.env.PATH, GATEWAY: gateway.url };
  const script = ['set -euo pipefail', ...blocks('sh'), 'printf "\\n%s\\n" "$FILE"'].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd, env });

  expect(stdout).toContain('COMPLETED');
  expect(stdout).toContain('same');
  expect(stdout).toContain('"complete":true');
  expect(stdout).toContain('{"key":"audit","value":"2026/17"}');
  expect(stdout.match(/"userErrors":\[\]/g)).toHaveLength(3);
  const file = stdout.trimEnd().split('\n').at(-1)!;
  expect((await verifyExport(createReadStream(join(cwd, file)))).problems).toEqual([]);
});

test('Each GraphQL example of the guide is answered in full', async () => {
  expect(blocks('graphql')).toHaveLength(2);
  for (const block of blocks('graphql')) {
    const { data, errors } = await gateway.post(block);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toContain('null');
  }
});

test('Each selection of the guide is one that is taken', async () => {
  const selections = [...guide.matchAll(/^\| .* \| `(\w+: \{.*?\})`/gm)].map(([, selection]) => selection!);
  expect(selections).toHaveLength(3);
  for (const selection of selections) {
    const { data } = await gateway.post(
      `mutation { triggerExport(input: { tssUuid: "${demo.tssId}", exportUuid: "${crypto.randomUUID()}", selection: { ${selection} } }) { userErrors { code } } }`,
    );
    expect(data!.triggerExport.userErrors).toEqual([]);
  }
});
