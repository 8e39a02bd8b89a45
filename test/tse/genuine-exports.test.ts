import { generateKeyPairSync } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { PublicKey, X509CertificateGenerator, BasicConstraintsExtension } from '@peculiar/x509';
import { pack } from 'tar-stream';
import { element, integerContent, objectIdentifier } from '../../src/tse/signature/der.js';
import { logFileName } from '../../src/tse/archive/export-names.js';
import { parseLogMessage } from '../../src/tse/log/log-message.js';
import { signPlain, tssSerialNumber } from '../../src/tse/signature/signature.js';
import type { TarFile } from '../../src/tse/archive/tar.js';
import { type ExportVerification, verifyExport } from '../../src/tse/archive/verify-export.js';
import { sized } from '../support/run-size.js';
import { archive, certificateFile, exampleFiles, exampleInfo } from './example-export.js';
import { exampleKey, examplePoint, flipBit, fromHex } from './vectors.js';

const [info, leaf, authority, ...messages] = exampleFiles as [TarFile, TarFile, TarFile, ...TarFile[]];
const frame = [info, leaf, authority];

/** What other vendors' TSS write as well; all of it covered by a signature where the message is concerned. */
describe('A genuine export is valid, with a note of', () => {
  test('certificates of an authority whose files are not named by their keys', async () => {
    for (const name of [`${'ab'.repeat(32)}_X509.cer`, 'DARZ-TSE-ROOT-CA-01_X509.pem', 'ca.crt', 'TEST_CA.DER']) {
      const found = await verify([info, leaf, { ...authority, name }, ...messages]);
      expect(notesOf(found)).toEqual([`CERTIFICATES ${name}: ${MISNAMED}`]);
    }
  });

  test('a modification time that is another, by a second or by years', async () => {
    for (const seconds of [1, 100_000_000]) {
      const at = (index: number) => new Date(1_735_725_600_000 + (index < 7 ? 0 : seconds * 1_000));
      const found = await verifyExport(packed(exampleFiles.map((file, index) => ({ ...file, mtime: at(index) }))));
      expect(notesOf(found)).toEqual([expect.stringMatching(/^ARCHIVE archive: Modification times differ/)]);
    }
  });

  test.each<[string, string]>([
    ['values without quotes', '"description:",fiskaly sign cloud-TSE,"manufacturer:",fiskaly GmbH,"version:",v1'],
    ['nothing in quotes', 'description:,fiskaly sign cloud-TSE,manufacturer:,fiskaly GmbH,version:,v1\n'],
    ['labels without quotes', 'description:,"fiskaly sign cloud-TSE",manufacturer:,"fiskaly GmbH",version:,"v1"'],
    ['CRLF at the end', '"description:","fiskaly sign cloud-TSE","manufacturer:","fiskaly GmbH","version:","v1"\r\n'],
    ['a line for each', '"description:","fiskaly sign cloud-TSE"\n"manufacturer:","fiskaly GmbH"\n"version:","v1"\n'],
    ['semicolons', '"description:";"fiskaly sign cloud-TSE";"manufacturer:";"fiskaly GmbH";"version:";"v1"'],
    [
      'a byte order mark',
      '\ufeff"description:","fiskaly sign cloud-TSE","manufacturer:","fiskaly GmbH","version:","v1"',
    ],
    ['blanks', '"description:", "fiskaly sign cloud-TSE", "manufacturer:", "fiskaly GmbH", "version:", "v1" '],
    ['no colons', '"description","fiskaly sign cloud-TSE","manufacturer","fiskaly GmbH","version","v1"'],
    [
      'labels in another order',
      '"version:","v1","manufacturer:","fiskaly GmbH","description:","fiskaly sign cloud-TSE"',
    ],
    ['a column more', '"description:","fiskaly sign cloud-TSE","manufacturer:","fiskaly GmbH","version:","v1","x"'],
  ])('an info.csv with %s', async (_, text) => {
    const found = await verify([{ ...info, content: Buffer.from(text) }, leaf, authority, ...messages]);
    expect(notesOf(found)).toEqual([expect.stringMatching(/^INFO info\.csv: It says what it should in another form/)]);
    expect(found.info).toEqual(exampleInfo);
  });

  test('an info.csv whose values without quotes hold commas, or are empty', async () => {
    const content = Buffer.from('"description:",,"manufacturer:",Käse, Brot & Co, KG,"version:",1,0');
    const found = await verify([{ ...info, content }, leaf, authority, ...messages]);
    expect(found).toMatchObject({
      valid: true,
      info: { description: '', manufacturer: 'Käse,Brot & Co,KG', version: '1,0' },
    });
  });

  test('an info.csv with a quote inside a value without quotes', async () => {
    const content = Buffer.from('description:,a "b" c,manufacturer:,b,version:,c');
    const found = await verify([{ ...info, content }, leaf, authority, ...messages]);
    expect(found).toMatchObject({ valid: true, info: { description: 'a "b" c', manufacturer: 'b', version: 'c' } });
    expect(notesOf(found)).toEqual([expect.stringMatching(/^INFO info\.csv: .*without quotes/)]);
  });

  const text = Buffer.from('Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar');
  const piece = (bytes: Uint8Array) => hex(element(0x04, bytes));
  const [head, rest] = [text.subarray(0, 10), text.subarray(10)];
  test.each<[string, Partial<typeof certified>, RegExp]>([
    ['additionalExternalData', { external: '8403010203' }, /additionalExternalData/],
    ['additionalExternalData of no bytes', { external: '8400' }, /additionalExternalData/],
    ['additionalInternalData', { internal: '860101' }, /additionalInternalData/],
    ['a field that no standard knows', { internal: '880101' }, /tag 8/],
    ['process data in pieces', { data: `a280${piece(head)}${piece(rest)}0000` }, /processData is in pieces/],
    ['process data in one piece', { data: `a280${piece(text)}0000` }, /in pieces/],
    ['process data in no piece', { data: 'a2800000' }, /in pieces/],
    [
      'process data in pieces of known length',
      { data: hex(element(0xa2, fromHex(piece(head) + piece(rest)))) },
      /in pieces/,
    ],
    [
      'process data in an OCTET STRING of its own',
      { data: `a2802480${piece(head)}${piece(rest)}00000000` },
      /in pieces/,
    ],
    [
      'process data in pieces of pieces',
      { data: `a280${hex(element(0x24, fromHex(piece(head))))}${piece(rest)}0000` },
      /in pieces/,
    ],
    ['a client id in pieces', { client: `a180${piece(Buffer.from('till'))}0000` }, /clientId is in pieces/],
    ['fields in another order', { client: '', internal: hex(element(0x81, Buffer.from('till'))) }, /another order/],
    ['an algorithm with NULL as its parameters', { algorithm: '300e060a04007f000701010401030500' }, /^$/],
  ])('a message with %s', async (_, fields, note) => {
    const file = message(fields);
    const found = await verify([...frame, file]);
    expect(found.valid).toBe(true);
    if (note.source !== '^$') expect(notesOf(found)).toEqual([expect.stringMatching(note)]);
    const { log } = parseLogMessage(file.content);
    expect(log).toMatchObject({ clientId: 'till', transactionNumber: 9n });
  });

  test('many messages with the same habit, and still of what comes after them', async () => {
    const many = Array.from({ length: 150 }, (_, index) => message({ external: '840101' }, 100 + index));
    const found = await verify([...many, leaf, { ...authority, name: 'ca.cer' }, info]);
    expect(found).toMatchObject({ valid: true });
    expect(notesOf(found)).toHaveLength(11);
    expect(notesOf(found)).toContain(`CERTIFICATES ca.cer: ${MISNAMED}`);
  });

  test('folders, as whoever packs an export again makes them', async () => {
    for (const folder of ['./', 'export/']) {
      const files = exampleFiles.map((file) => ({ ...file, name: folder + file.name }));
      const found = await verifyExport(
        packed([{ name: folder, content: new Uint8Array(), type: 'directory' }, ...files]),
      );
      expect(found).toMatchObject({ valid: true, counts: { transaction: 7, system: 9 } });
      expect(notesOf(found)).toContainEqual(expect.stringMatching(/^ARCHIVE .*: This is a folder/));
      expect(notesOf(found)).toContainEqual(expect.stringMatching(/^ARCHIVE .*info\.csv: This lies in a folder/));
    }
  });

  test.each<[string, (name: string) => string]>([
    ['leading zeros', (name) => name.replace(/Sig-/, 'Sig-000')],
    ['another case', (name) => name.replace('.log', '.LOG').replace('Log-Sys_u', 'Log-Sys_U')],
    ['what a file system does not take in a client id', (name) => name.replace('ERS ', 'ERS_')],
  ])('names of messages with %s', async (_, rename) => {
    const renamed = messages.map((file) => ({ ...file, name: rename(file.name) }));
    const found = await verify([...frame, ...renamed]);
    expect(found).toMatchObject({ valid: true, counts: { transaction: 7, system: 9 } });
    expect(notesOf(found)[0]).toMatch(/^FILE_NAMES .*in another spelling/);
  });

  test('certificates of a chain in one PEM file, and an authority with a key that no TSS has', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const root = await X509CertificateGenerator.create({
      subject: 'CN=RSA root',
      issuer: 'CN=RSA root',
      notBefore: new Date(0),
      notAfter: new Date('2040-01-01'),
      publicKey: new PublicKey(publicKey.export({ format: 'der', type: 'spki' })),
      signingKey: privateKey.toCryptoKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']),
      signingAlgorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    });
    const rsa = { name: 'root_X509.der', content: new Uint8Array(root.rawData) };
    const pem = { name: leaf.name.replace('.der', '.pem'), content: Buffer.from(toPem(leaf) + toPem(authority)) };
    const found = await verify([info, pem, rsa, ...messages]);
    expect(found.certificates.map(({ subject }) => subject)).toEqual(['CN=Test TSE', 'CN=Test CA', 'CN=RSA root']);
    expect(notesOf(found)).toEqual([
      expect.stringMatching(/^CERTIFICATES .*several certificates/),
      `CERTIFICATES root_X509.der: ${MISNAMED}`,
    ]);
  });
});

describe('An archive stays invalid', () => {
  test.each<[string, TarFile[]]>([
    [
      'with an info.csv in Latin-1',
      [
        { ...info, content: Buffer.from('"description:","K\xe4se","manufacturer:","m","version:","v"', 'latin1') },
        leaf,
        authority,
      ],
    ],
    [
      'with an info.csv that ends in half a character',
      [{ ...info, content: Buffer.concat([info.content, Buffer.from([0xc3])]) }, leaf, authority],
    ],
    [
      'with an info.csv that lacks a label',
      [{ ...info, content: Buffer.from('description:,x,version:,1') }, leaf, authority],
    ],
    [
      'with an info.csv that has a label twice',
      [{ ...info, content: Buffer.from('description:,x,version:,1,manufacturer:,m,version:,2') }, leaf, authority],
    ],
    [
      'with an info.csv of free text',
      [{ ...info, content: Buffer.from('description of the manufacturer version') }, leaf, authority],
    ],
    ['with an empty info.csv', [{ ...info, content: new Uint8Array() }, leaf, authority]],
    ['without info.csv', [leaf, authority]],
    ['with two of them', [info, info, leaf, authority]],
    ['with the certificate of its TSS under another name', [info, { ...leaf, name: 'leaf_X509.der' }, authority]],
    ['with a certificate of its authority under the name of its TSS', [info, leaf, { ...authority, name: leaf.name }]],
    [
      'with its certificates under the names of each other',
      [info, { ...leaf, name: authority.name }, { ...authority, name: leaf.name }],
    ],
    ['without the certificate of its authority', [info, leaf]],
    ['without that of its TSS', [info, authority]],
  ])('%s', async (_, files) => {
    expect(await verifyExport(archive([...files, ...messages]))).toMatchObject({ valid: false });
  });

  test('with the certificate of another key in the place of that of its TSS', async () => {
    const other = await certificateFile('CN=Test TSE', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    for (const file of [other, { ...other, name: leaf.name }]) {
      expect(await verifyExport(archive([info, file, authority, ...messages]))).toMatchObject({ valid: false });
    }
  });

  test('with a gap told, when a message is taken out', async () => {
    const found = await verifyExport(archive([...frame, ...messages.filter((_, index) => index !== 7)]));
    expect(found).toMatchObject({ missing: 1, gaps: [{ first: 8, last: 8 }] });
    expect(found.notes).toBeUndefined();
  });

  test('with any bit of any message turned, unusual ones too', async () => {
    const text = Buffer.from('Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar');
    const unusual = [
      message({ external: '8403010203', internal: '860101' }),
      message({ data: `a280${hex(element(0x04, text))}0000` }),
      message({ data: `a2802480${hex(element(0x04, text))}00000000` }),
      message({ algorithm: '300e060a04007f000701010401030500' }),
    ];
    for (const file of [...unusual, messages[8]!, messages[0]!]) {
      expect(await verifyExport(archive([...frame, file]))).toMatchObject({ valid: true });
      const bits = [...new Array(file.content.length * 8).keys()];
      const turned = bits.map((bit) => ({ name: file.name, content: flipBit(file.content, bit) }));
      // All in one archive: every one of them must have a problem of its own.
      const { checks } = await verifyExport(archive([...frame, ...turned]));
      const failed = (check: string) => checks.find((count) => count.check === check)!.failed;
      expect(failed('MESSAGES') + failed('SIGNATURES')).toBe(bits.length);
    }
  }, 60_000);

  test('with any one byte of it replaced, a message, its name or a certificate', async () => {
    const whole = await buffer(archive([...frame, message({ external: '840101' })]));
    const plain = await verifyExport(Readable.from([whole]));
    expect(plain.valid).toBe(true);
    const nameless = /^(?:ARCHIVE|INFO)/;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1_025 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= mask;
        const found = await verifyExport(Readable.from([changed]));
        if (!found.valid) return;
        // What nobody signs: the text of info.csv, and what fills up blocks.
        const untouched = {
          ...found,
          info: plain.info,
          notes: found.notes?.filter(({ check }) => !nameless.test(check)),
        };
        expect(untouched).toEqual({ ...plain, notes: plain.notes?.filter(({ check }) => !nameless.test(check)) });
      }),
      { numRuns: sized(150, 1_000) },
    );
  }, 60_000);
});

const MISNAMED =
  'The name is not that of its key. It is that of an authority, found by its subject and signature all the same.';

async function verify(files: readonly TarFile[]): Promise<ExportVerification> {
  const found = await verifyExport(archive(files));
  expect(found).toMatchObject({ valid: true, complete: true, problems: [] });
  return found;
}

function notesOf({ notes = [] }: ExportVerification): readonly string[] {
  return notes.map(({ check, file, note }) => `${check} ${file ?? 'archive'}: ${note}`);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The certified fields of a message, hex; each can be replaced. */
const certified = {
  operation: hex(element(0x80, Buffer.from('FinishTransaction'))),
  client: hex(element(0x81, Buffer.from('till'))),
  data: hex(element(0x82, Buffer.from('Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar'))),
  type: hex(element(0x83, Buffer.from('Kassenbeleg-V1'))),
  external: '',
  number: '850109',
  internal: '',
  serial: hex(element(0x04, tssSerialNumber(examplePoint))),
  algorithm: '300c060a04007f00070101040103',
};

/** A message of the example's TSS, signed as it stands. */
function message(fields: Partial<typeof certified>, counter = 17): TarFile {
  const signed = Buffer.concat([
    element(0x02, Uint8Array.of(2)),
    objectIdentifier('0.4.0.127.0.7.3.7.1.1'),
    fromHex(Object.values({ ...certified, ...fields }).join('')),
    element(0x02, integerContent(BigInt(counter))),
    element(0x02, integerContent(1_735_725_700n)),
  ]);
  const content = element(0x30, Buffer.concat([signed, element(0x04, signPlain(exampleKey, signed))]));
  return { name: logFileName(parseLogMessage(content).log), content };
}

function packed(files: readonly (TarFile & { mtime?: Date; type?: 'directory' })[]): AsyncIterable<Uint8Array> {
  const archive = pack();
  for (const { name, content, mtime = new Date(0), type = 'file' } of files) {
    archive.entry({ name, mtime, type }, Buffer.from(content));
  }
  archive.finalize();
  return archive as unknown as AsyncIterable<Uint8Array>; // a stream of streamx
}

function toPem({ content }: TarFile): string {
  const lines = Buffer.from(content)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
