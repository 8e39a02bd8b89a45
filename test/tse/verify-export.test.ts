import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { certificateFileName } from '../../src/tse/export-names.js';
import type { TarFile } from '../../src/tse/tar.js';
import { verifyExport } from '../../src/tse/verify-export.js';
import { archive, certify, exampleFiles, exampleInfo } from './example-export.js';
import { exampleKey, flipBit } from './vectors.js';

const [info, leaf, authority, ...messages] = exampleFiles as [TarFile, TarFile, TarFile, ...TarFile[]];

/** The problems of an archive of these files. */
async function problemsOf(files: readonly TarFile[]): Promise<readonly string[]> {
  const { valid, problems } = await verifyExport(archive(files));
  expect(valid).toBe(problems.length === 0);
  return problems.map(({ file, problem }) => `${file ?? 'archive'}: ${problem}`);
}

test('A whole export has every signature valid, no gap, and its certificates chain', async () => {
  expect(await verifyExport(archive(exampleFiles))).toEqual({
    valid: true,
    info: exampleInfo,
    counts: { transaction: 7, system: 9, audit: 0 },
    counters: { first: 1, last: 16 },
    gaps: [],
    certificates: ['CN=Test TSE', 'CN=Test CA'],
    problems: [],
  });
});

test('Messages may stand in any order, and missing ones are gaps but no problem', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...messages.keys()], { minLength: 1 }), async (chosen) => {
      const found = await verifyExport(archive([info, leaf, authority, ...chosen.map((index) => messages[index]!)]));
      expect(found.valid).toBe(true);
      const counters = chosen.map((index) => index + 1);
      expect(found.counters).toEqual({ first: Math.min(...counters), last: Math.max(...counters) });
      const missing = found.gaps.reduce((sum, gap) => sum + gap.last - gap.first + 1, 0);
      expect(missing).toBe(Math.max(...counters) - Math.min(...counters) + 1 - counters.length);
      for (const gap of found.gaps) expect(counters.some((c) => c >= gap.first && c <= gap.last)).toBe(false);
    }),
    { numRuns: 30 },
  );
});

test('A single turned bit in any message is found', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: messages.length - 1 }), fc.nat(), async (index, bit) => {
      const { name, content } = messages[index]!;
      const changed = { name, content: flipBit(content, bit % (content.length * 8)) };
      expect(await problemsOf([info, leaf, authority, changed])).not.toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('A message under the name of another is found', async () => {
  const wrong = { name: messages[1]!.name, content: messages[0]!.content };
  expect(await problemsOf([info, leaf, authority, wrong])).toEqual([
    `${wrong.name}: The name should be ${messages[0]!.name}.`,
  ]);
});

test('A message that is there twice is found, although _Fc-<n> makes its name good', async () => {
  const name = messages[2]!.name.replace('.log', '_Fc-1.log');
  expect(await problemsOf([...exampleFiles, { name, content: messages[2]!.content }])).toEqual([
    'archive: The signature counter 3 is there more than once.',
  ]);
});

test('A message of a TSS whose certificate is not there is found', async () => {
  expect(await problemsOf([info, authority, messages[0]!])).toEqual([
    `${messages[0]!.name}: No certificate before it is that of its TSS.`,
  ]);
});

test('A chain without its root is found', async () => {
  expect(await problemsOf([info, leaf, messages[0]!])).toEqual([
    'archive: The issuer of CN=Test TSE is not in the archive.',
  ]);
});

test('A root of the right name that did not sign is found', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const impostor = await certify('CN=Test CA', privateKey, 'CN=Test CA');
  const files = [info, leaf, { name: certificateFileName(impostor), content: impostor.raw }, messages[0]!];
  expect(await problemsOf(files)).toContain('archive: The issuer of CN=Test TSE is not in the archive.');
});

test('A log time outside of the validity of the certificate is found', async () => {
  const old = await certify('CN=Test TSE', exampleKey, 'CN=Test CA', [2020, 2025]);
  const files = [info, { name: certificateFileName(old), content: old.raw }, authority, messages[0]!];
  expect(await problemsOf(files)).toEqual([`${messages[0]!.name}: The certificate was not valid at the log time.`]);
});

test('A certificate under the name of another key is found', async () => {
  const files = [info, { ...leaf, name: authority.name }, authority];
  expect(await problemsOf(files)).toEqual([`${authority.name}: The name is not that of its key.`]);
});

test('Names of certificates may be in capitals', async () => {
  const name = leaf.name.toUpperCase();
  expect(await problemsOf([info, { ...leaf, name }, authority])).toEqual([]);
});

test('What is no certificate, no message and no export file is named', async () => {
  const junk = randomBytes(40);
  const files = [
    { name: 'info.csv', content: junk },
    { name: leaf.name, content: junk },
    { name: messages[0]!.name, content: Buffer.from('3003020102', 'hex') },
    { name: 'readme.txt', content: junk },
  ];
  expect(await problemsOf(files)).toEqual([
    'info.csv: This is not the one line that it should be.',
    `${leaf.name}: This is no certificate of a key on a known curve.`,
    expect.stringContaining(`${messages[0]!.name}: This is no log message (`),
    'readme.txt: An export has no such file.',
    'archive: There is no readable info.csv.',
    'archive: There is no certificate.',
  ]);
});

test('An archive that ends inside a file is refused', async () => {
  const whole = await buffer(archive(exampleFiles));
  await expect(verifyExport(Readable.from([whole.subarray(0, 3000)]))).rejects.toThrow(/Unexpected end of data/);
});

test('Bytes that are no archive are refused', async () => {
  await expect(verifyExport(Readable.from([randomBytes(2048)]))).rejects.toThrow(/Invalid tar header/);
});
