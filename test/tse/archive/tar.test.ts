import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { extract, pack } from 'tar-stream';
import { TAR_END_SIZE, tarFileSize, type TarFile, writeTar } from '../../../src/tse/archive/tar.js';
import { readTar } from '../../../src/tse/archive/tar-reader.js';
import { sized } from '../../support/run-size.js';
import { archive, archiveTime } from '../example-export.js';
import { printableText } from '../log-arbitrary.js';

const anyFile: fc.Arbitrary<TarFile> = fc.record({
  name: fc
    .tuple(printableText, printableText)
    .map(([first, second]) => `a${(first + second).replaceAll('/', '-').trim()}.log`),
  content: fc.oneof(
    fc.uint8Array({ maxLength: 1100 }),
    fc.constantFrom(512, 1024, 70_000).map((n) => new Uint8Array(n)),
  ),
});

async function readAll(bytes: Buffer, pieceSize: number) {
  const pieces = [];
  for (let start = 0; start < bytes.length; start += pieceSize) pieces.push(bytes.subarray(start, start + pieceSize));
  const files = [];
  for await (const file of readTar(Readable.from(pieces))) files.push(file);
  return files;
}

test('What is written is read again, whatever the pieces it arrives in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyFile, { maxLength: 8 }), fc.integer({ min: 100, max: 9000 }), async (files, size) => {
      const read = await readAll(await buffer(archive(files)), size);
      expect(read.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
      read.forEach(({ content }, index) => {
        expect(Buffer.compare(content, files[index]!.content)).toBe(0);
      });
    }),
    { numRuns: sized(15, 50) },
  );
});

test('What is written is byte for byte what tar-stream writes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyFile, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), async (files, stepSize) => {
      const reference = pack();
      for (const { name, content } of files) {
        reference.entry({ name, mode: 0o644, mtime: archiveTime }, Buffer.from(content));
      }
      reference.finalize();
      expect(Buffer.compare(await buffer(archive(files, stepSize)), await buffer(reference))).toBe(0);
    }),
    { numRuns: sized(30, 100) },
  );
});

test('The size of an archive is known before it is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyFile, { maxLength: 8 }), async (files) => {
      const expected = files.reduce((sum, { name, content }) => sum + tarFileSize(name, content.length), TAR_END_SIZE);
      expect((await buffer(archive(files))).length).toBe(expected);
    }),
    { numRuns: sized(15, 50) },
  );
});

test('A header is ustar with mode 0644, no owner, the time of the archive, and numbers that end in a space', async () => {
  const bytes = await buffer(archive([{ name: 'info.csv', content: Buffer.from('abc') }]));
  const field = (start: number, length: number) => bytes.subarray(start, start + length).toString('latin1');
  expect(field(0, 100)).toBe('info.csv'.padEnd(100, '\0'));
  expect(field(100, 8)).toBe('000644 \0');
  expect(field(108, 8)).toBe('000000 \0');
  expect(field(116, 8)).toBe('000000 \0');
  expect(field(124, 12)).toBe('00000000003 ');
  expect(field(136, 12)).toBe(`${(Date.UTC(2025, 0, 1, 12) / 1000).toString(8)} `);
  expect(field(156, 1)).toBe('0');
  expect(field(157, 100)).toBe('\0'.repeat(100));
  expect(field(257, 8)).toBe('ustar\0' + '00');
  expect(field(265, 64)).toBe('\0'.repeat(64));
  expect(field(329, 16)).toBe('000000 \0'.repeat(2));
  expect(field(345, 167)).toBe('\0'.repeat(167));
  expect(field(512, 512)).toBe('abc'.padEnd(512, '\0'));
  expect(bytes.length).toBe(2048);
  expect(bytes.subarray(1024).every((byte) => byte === 0)).toBe(true);
});

test('A name over 100 bytes stands in a PAX header of one record', async () => {
  const name = `${'n'.repeat(97)}.log`;
  const bytes = await buffer(archive([{ name, content: Buffer.from('abc') }]));
  expect(bytes.subarray(0, 9).toString()).toBe('PaxHeader');
  expect(bytes.subarray(156, 157).toString()).toBe('x');
  expect(bytes.subarray(512, 1024).toString('latin1')).toBe(`111 path=${name}\n`.padEnd(512, '\0'));
  expect(bytes.length).toBe(512 * 4 + TAR_END_SIZE);
});

test('An archive made after January 2038 bears its time', async () => {
  const modifiedAt = new Date('2040-01-01T00:00:00Z');
  const [file] = await readAll(await buffer(writeTar(steps(1), modifiedAt)), 512);
  expect(file!.modifiedAt).toEqual(modifiedAt);
});

test('The libraries that could take the place of this code still lose something: times after 2038, and cuts', async () => {
  const late = pack();
  late.entry({ name: '1.log', mtime: new Date('2040-01-01T00:00:00Z') }, 'abc');
  late.finalize();
  const bytes = await buffer(late);
  const [file] = await readAll(bytes, 512);
  expect(file!.modifiedAt.getUTCFullYear()).toBe(2242);
  const reader = extract();
  reader.end(bytes.subarray(0, 1024)); // whole files, but no end of the archive
  const names = [];
  for await (const entry of reader) {
    names.push(entry.header.name);
    entry.resume();
  }
  expect(names).toEqual(['1.log']);
});

test('Files are taken no faster than the bytes, and no more of them once the stream is closed', async () => {
  let taken = 0;
  let ended = false;
  const endless = (async function* () {
    try {
      for (;;) {
        taken += 1;
        yield* steps(1);
      }
    } finally {
      ended = true;
    }
  })();
  for await (const piece of writeTar(endless, archiveTime)) {
    expect((piece as Buffer).length).toBeGreaterThan(0);
    break;
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(true);
  expect(taken).toBeLessThan(200);
});

test('An archive whose files fail ends with their error', async () => {
  const failing = (async function* () {
    yield* steps(2);
    throw new Error('The log has a hole.');
  })();
  await expect(buffer(writeTar(failing, archiveTime))).rejects.toThrow('The log has a hole.');
});

test('A step without files adds nothing', async () => {
  const some = (async function* () {
    yield [];
    yield* steps(1);
    yield [];
  })();
  expect(await readAll(await buffer(writeTar(some, archiveTime)), 512)).toHaveLength(1);
});

/** Steps of one file each. */
async function* steps(count: number): AsyncGenerator<readonly TarFile[]> {
  for (let number = 1; number <= count; number += 1) {
    yield await Promise.resolve([{ name: `${number}.log`, content: new Uint8Array(600) }]);
  }
}
