import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { TestGateway } from '../../e2e/support/start.js';
import { sized } from '../../support/run-size.js';
import { archive, exampleFiles } from '../../tse/example-export.js';
import { startVerifier, uploadTo } from './uploads.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startVerifier();
});
afterAll(() => gateway.close());

const BROKEN: readonly (readonly [title: string, make: () => Promise<Buffer>])[] = [
  ['of nothing', () => Promise.resolve(Buffer.alloc(0))],
  ['of random bytes', () => Promise.resolve(randomBytes(900_000))],
  ['that is cut off', async () => (await buffer(archive(exampleFiles))).subarray(0, 9_000)],
  [
    'with much after a break',
    async () => Buffer.concat([(await buffer(archive(exampleFiles))).subarray(0, 9_000), Buffer.alloc(900_000, 'x')]),
  ],
];
// Each is verified in a thread of its own; in the normal run two of them, others each time.
const first = Math.floor(Math.random() * BROKEN.length);
test.each(Array.from({ length: sized(2, BROKEN.length) }, (_, index) => BROKEN[(first + index) % BROKEN.length]!))(
  'An upload %s is answered with a report that says what is broken',
  async (_, make) => {
    const { status, body } = await uploadTo(gateway.url, await make());
    expect([status, body.valid, body.complete]).toEqual([200, false, false]);
    expect(body.problems).toContainEqual({ check: 'ARCHIVE', file: null, message: expect.any(String) });
  },
);
