import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { readTar, type ReadTarFile, TarError } from '../../../src/tse/archive/tar-reader.js';
import { sized } from '../../support/run-size.js';

/** A header of 512 bytes with any fields, and its checksum. */
function header(fields: Readonly<Record<number, string>>): Buffer {
  const block = Buffer.alloc(512);
  block.write('a.log', 0);
  block.write('00000000000 ', 124);
  block.write('00000000000 ', 136);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  for (const [at, text] of Object.entries(fields)) block.write(text, Number(at), 'latin1');
  block.write(' '.repeat(8), 148);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

const end = Buffer.alloc(1024);

async function read(...pieces: readonly Uint8Array[]): Promise<ReadTarFile[]> {
  const files: ReadTarFile[] = [];
  for await (const file of readTar(Readable.from(pieces))) files.push(file);
  return files;
}

/** An extension header of a type and its content. */
function extension(type: string, content: string): Buffer {
  const bytes = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  bytes.write(content);
  return Buffer.concat([header({ 124: content.length.toString(8).padStart(11, '0'), 156: type }), bytes]);
}

test('What tar-stream packs is read, whatever it is named', async () => {
  const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).filter((name) => !/[\0/\\]/.test(name));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anyName, fc.uint8Array({ maxLength: 1500 })), { maxLength: 5 }),
      async (files) => {
        const packed = pack();
        for (const [name, content] of files) packed.entry({ name }, Buffer.from(content));
        packed.finalize();
        const found = await read(await buffer(packed));
        expect(found.map(({ name, content }) => [name, new Uint8Array(content)])).toEqual(files);
        expect(found.every(({ isPlain }) => isPlain)).toBe(true);
      },
    ),
    { numRuns: sized(30, 100) },
  );
});

test('Names of GNU archives and prefixes of ustar are read', async () => {
  const [gnu, prefixed] = await read(
    extension('L', `${'n'.repeat(300)}.log\0`),
    header({}),
    header({ 345: 'folder' }),
    end,
  );
  expect(gnu!.name).toBe(`${'n'.repeat(300)}.log`);
  expect(prefixed!.name).toBe('folder/a.log');
});

test('Links, folders and devices are no plain files and have no content, whatever size they claim', async () => {
  const files = await read(
    ...['1', '2', '3', '4', '5', '6'].map((type) => header({ 124: '77777777777', 156: type })),
    end,
  );
  expect(files.map(({ isPlain, content }) => [isPlain, content.length])).toEqual(Array(6).fill([false, 0]));
});

test('A file that is too large is passed over, without being held', async () => {
  const size = 64 * 1_048_576;
  const content = (function* () {
    yield header({ 124: size.toString(8).padStart(11, '0') });
    for (let sent = 0; sent < size; sent += 65_536) yield Buffer.alloc(65_536);
    yield header({});
    yield end;
  })();
  const files: ReadTarFile[] = [];
  for await (const file of readTar(Readable.from(content))) files.push(file);
  expect(files.map(({ isTooLarge, content: { length } }) => [isTooLarge, length])).toEqual([
    [true, 0],
    [false, 0],
  ]);
});

describe('An archive ends in one clear error, after few bytes,', () => {
  test.each<[string, readonly Uint8Array[], RegExp]>([
    ['with nothing in it', [], /without the two empty blocks/],
    ['without its end', [header({})], /without the two empty blocks/],
    ['with something after its end', [end, header({})], /something after the end/],
    ['cut inside a header', [header({}).subarray(0, 100)], /cut off/],
    ['cut inside a file', [header({ 124: '00000000777' }), Buffer.alloc(100)], /cut off/],
    ['of random bytes', [Buffer.alloc(512, 'junk')], /no TAR archive/],
    ['that is compressed', [Buffer.from('1f8b0800'.padEnd(1024, '0'), 'hex')], /compressed/],
    ['that is a ZIP', [Buffer.from('504b0304'.padEnd(1024, '0'), 'hex')], /ZIP/],
    ['with a size that is no number', [header({ 124: 'not a number' })], /size or a time/],
    ['with a size of 2^80', [header({ 124: '\x80\0\x01' + '\0'.repeat(9) })], /size or a time/],
    ['with a time beyond the calendar', [header({ 136: '\x80\0\0\0\0\x7f' + '\xff'.repeat(6) })], /size or a time/],
    ['with a sparse file of GNU', [header({ 156: 'S', 124: '00000000000' })], /sparse/],
    [
      'with a sparse file of PAX',
      [extension('x', '26 GNU.sparse.size=1000000\n'.replace('26', '27')), header({})],
      /sparse/,
    ],
    [
      'with a PAX header of a gigabyte',
      [header({ 156: 'x', 124: '10000000000' }), Buffer.alloc(512)],
      /claims 1073741824 bytes/,
    ],
    ['with a name of a gigabyte', [header({ 156: 'L', 124: '10000000000' }), Buffer.alloc(512)], /claims/],
    [
      'with PAX headers without end',
      Array.from({ length: 100 }, () => extension('x', '10 path=a\n')),
      /headers after headers/,
    ],
    ['with a PAX record of length 0', [extension('x', '0 path=a\n'), header({})], /cannot be read/],
    ['with a PAX record that is too long', [extension('x', '999 path=a\n'), header({})], /cannot be read/],
    ['with a PAX record without a key', [extension('x', '5 =a\n'), header({})], /cannot be read/],
    ['with a negative PAX size', [extension('x', '11 size=-5\n'), header({})], /size that is no number/],
    ['with a PAX size of a petabyte', [extension('x', '24 size=999999999999999\n'), header({}), end], /cut off/],
  ])('%s', async (_, pieces, problem) => {
    const failed = read(...pieces);
    await expect(failed).rejects.toThrow(TarError);
    await expect(failed).rejects.toThrow(problem);
  });
});

test('Whatever the bytes, they are an archive or a TarError', async () => {
  const anyBlock = fc.oneof(
    fc.uint8Array({ minLength: 512, maxLength: 512 }).map((bytes) => Buffer.from(bytes)),
    fc.dictionary(fc.constantFrom('0', '124', '136', '156', '257', '345'), fc.string({ maxLength: 12 })).map(header),
    fc
      .constantFrom('x', 'g', 'L', 'K')
      .chain((type) => fc.string({ maxLength: 600 }).map((text) => extension(type, text))),
    fc.constant(Buffer.alloc(512)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyBlock, { maxLength: 10 }), async (blocks) => {
      await read(...blocks).catch((error: unknown) => {
        expect(error).toBeInstanceOf(TarError);
      });
    }),
    { numRuns: sized(150, 500) },
  );
});

test('Who stops reading ends what is read from', async () => {
  let ended = false;
  const endless = (async function* () {
    try {
      for (;;) yield await Promise.resolve(header({}));
    } finally {
      ended = true;
    }
  })();
  for await (const file of readTar(endless)) {
    expect(file.name).toBe('a.log');
    break;
  }
  expect(ended).toBe(true);
});
