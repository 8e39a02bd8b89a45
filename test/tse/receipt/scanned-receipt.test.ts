import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { rebuildSignedBytes } from '../../../src/tse/log/log-message.js';
import { orderProcessData } from '../../../src/tse/process-data/process-data.js';
import { buildQrPayload, parseQrPayload } from '../../../src/tse/receipt/qr-code.js';
import { type ScanCorrection, verifyScan } from '../../../src/tse/receipt/scanned-receipt.js';
import {
  signPlain,
  tssSerialNumber,
  uncompressedPoint,
  type SignatureAlgorithm,
} from '../../../src/tse/signature/signature.js';
import { cpuOf } from '../../support/growth.js';
import { vectors } from '../vectors.js';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The QR code of a receipt. @param bytes the process data as it was signed, where that is not UTF-8 */
function receipt(
  processType: string,
  processData: string,
  clientId = 'Kasse 1',
  bytes: Uint8Array = Buffer.from(processData),
  key: KeyObject = privateKey,
  signatureAlgorithm: SignatureAlgorithm = 'ecdsa-plain-SHA256',
): string {
  const point = uncompressedPoint(key);
  const signed = rebuildSignedBytes({
    kind: 'transaction',
    operation: 'Finish',
    clientId,
    processData: bytes,
    processType,
    transactionNumber: 7n,
    serialNumber: tssSerialNumber(point),
    signatureAlgorithm,
    signatureCounter: 12n,
    logTime: { format: 'unixTime', seconds: 1_735_725_664 },
  });
  return buildQrPayload({
    clientSerialNumber: clientId,
    processType,
    processData,
    transactionNumber: '7',
    signatureCounter: '12',
    startTime: '2025-01-01T10:01:00.000Z',
    logTime: '2025-01-01T10:01:04.000Z',
    signatureAlgorithm,
    logTimeFormat: 'unixTime',
    signature: Buffer.from(signPlain(key, signed, signatureAlgorithm)).toString('base64'),
    publicKey: Buffer.from(point).toString('base64'),
  });
}

const decode = (text: string, label: string) => new TextDecoder(label).decode(Buffer.from(text));
const sale = receipt('Kassenbeleg-V1', 'Beleg^10.70_4.20_0.00_0.00_0.00^14.90:Bar');
const order = receipt('Bestellung-V1', '2;"Käse ""jung""; 20 € / 1kg";3.99\r-1;"Bœuf, Straße";2.99\r0.5;"Tee";12.00');

describe('A receipt as scanned is valid, and it is said what was put right', () => {
  test('nothing of one that verifies as it is', () => {
    for (const code of [sale, order, vectors.qr_code_data]) {
      expect(verifyScan(code)).toMatchObject({ verification: { valid: true }, corrections: [], tried: [] });
    }
  });

  test('nor of one that was signed with the very things that scanners do', () => {
    for (const data of ['KÃ¤se\n', ' K\r\na\u0308se\t', 'a\\000026b\\\\', '\ufeffTee']) {
      expect(verifyScan(receipt('SonstigerVorgang', data))).toMatchObject({
        verification: { valid: true },
        corrections: [],
      });
    }
  });

  test.each<[string, (code: string) => string, readonly ScanCorrection[]]>([
    ['a line end', (code) => `${code}\r\n`, ['BLANKS']],
    ['a tab behind it', (code) => `${code}\t`, ['BLANKS']],
    ['blanks around it', (code) => `  ${code} `, ['BLANKS']],
    [
      'blanks around semicolons of the last fields',
      (code) => code.replaceAll(/;(?=7;|12;|ecdsa|unix)/g, '; '),
      ['BLANKS'],
    ],
    ['line breaks in its base64', (code) => code.replace(/(.{70})(.{60})$/, '$1\r\n$2'), ['BLANKS']],
    ['the control characters that frame it', (code) => `\x02${code}\x03\x04`, ['BLANKS']],
    ['a byte order mark', (code) => `\ufeff${code}`, ['BYTE_ORDER_MARK']],
    ['a byte order mark read as Latin-1', (code) => `ï»¿${code}`, ['BYTE_ORDER_MARK']],
    ['an AIM identifier', (code) => `]Q1${code}`, ['SYMBOLOGY_PREFIX']],
    ['any other AIM identifier', (code) => `]d2${code}`, ['SYMBOLOGY_PREFIX']],
    ['an ECI escape', (code) => `\\000026${code}`, ['ECI_ESCAPE']],
    [
      'all of that',
      (code) => `\t\ufeff]Q2\\000026 ${code}\r`,
      ['BYTE_ORDER_MARK', 'SYMBOLOGY_PREFIX', 'ECI_ESCAPE', 'BLANKS'],
    ],
  ])('%s', (_, damage, corrections) => {
    for (const code of [sale, order]) {
      expect(verifyScan(damage(code))).toMatchObject({
        verification: { valid: true },
        payload: parseQrPayload(code),
        corrections,
        tried: [],
      });
    }
  });

  test.each<[string, (code: string) => string, readonly ScanCorrection[]]>([
    ['LF for CR', (code) => code.replaceAll('\r', '\n'), ['LINE_ENDS']],
    ['CRLF for CR', (code) => code.replaceAll('\r', '\r\n'), ['LINE_ENDS']],
    ['CR dropped', (code) => code.replaceAll('\r', ''), ['LINE_ENDS']],
    ['CR as a tab', (code) => code.replaceAll('\r', '\t'), ['LINE_ENDS']],
    ['CR as a blank', (code) => code.replaceAll('\r', ' '), ['LINE_ENDS']],
    [
      'the first CR dropped, the second doubled',
      (code) => code.replace('\r', '').replace('\r', '\r\r\n'),
      ['LINE_ENDS'],
    ],
    ['Latin-1', (code) => Buffer.from(code).toString('latin1'), ['CHARACTER_SET']],
    ['windows-1252', (code) => decode(code, 'windows-1252'), ['CHARACTER_SET']],
    ['ISO 8859-15', (code) => decode(code, 'iso-8859-15'), ['CHARACTER_SET']],
    ['windows-1252, twice', (code) => decode(decode(code, 'windows-1252'), 'windows-1252'), ['CHARACTER_SET']],
    ['decomposed letters', (code) => code.normalize('NFD'), ['UNICODE_FORM']],
    [
      'windows-1252, LF for CR and all that stands around it',
      (code) => `\ufeff]Q1${decode(code, 'windows-1252').replaceAll('\r', '\n')}\r\n`,
      ['BYTE_ORDER_MARK', 'SYMBOLOGY_PREFIX', 'BLANKS', 'CHARACTER_SET', 'LINE_ENDS'],
    ],
    [
      'decomposed letters, without CR',
      (code) => code.normalize('NFD').replaceAll('\r', ''),
      ['LINE_ENDS', 'UNICODE_FORM'],
    ],
    [
      'decomposed letters read as windows-1252, LF for CR',
      (code) => decode(code.normalize('NFD'), 'windows-1252').replaceAll('\r', '\n'),
      ['CHARACTER_SET', 'LINE_ENDS', 'UNICODE_FORM'],
    ],
  ])('an order with %s', (_, damage, corrections) => {
    expect(verifyScan(damage(order))).toMatchObject({
      verification: { valid: true },
      payload: parseQrPayload(order),
      corrections,
    });
  });

  test('an order of a letter that was composed', () => {
    const decomposed = receipt('Bestellung-V1', '1;"Ka\u0308se";3.99');
    expect(verifyScan(decomposed.normalize('NFC'))).toMatchObject({
      verification: { valid: true },
      corrections: ['UNICODE_FORM'],
    });
  });

  test('an order whose text holds line ends of its own', () => {
    const multiline = receipt('Bestellung-V1', '1;"Menü\nfür zwei";39.00\r1;"Tee";2.00');
    for (const damaged of [
      multiline.replaceAll('\r', '\n'),
      multiline.replaceAll('\r', ''),
      multiline.replaceAll('\r', '\r\n'),
    ]) {
      expect(verifyScan(damaged)).toMatchObject({ verification: { valid: true }, corrections: ['LINE_ENDS'] });
    }
  });

  test.each(['\r', '\n', '\r\n'])('other process data whose lines end in %j', (end) => {
    const code = receipt('SonstigerVorgang', `{${end}"a": 1,${end}"b": 2${end}}`);
    for (const other of ['\r', '\n', '\r\n']) {
      const { verification, corrections } = verifyScan(code.replaceAll(end, other));
      expect([verification.valid, corrections]).toEqual([true, other === end ? [] : ['LINE_ENDS']]);
    }
  });

  test('process data that was broken into lines', () => {
    expect(verifyScan(sale.replace('10.70_', '10.70_\r\n'))).toMatchObject({
      verification: { valid: true },
      corrections: ['LINE_ENDS'],
    });
  });

  test('blanks around the first fields', () => {
    const damaged = sale.replace(';Kassenbeleg-V1;', ' ; Kassenbeleg-V1 ; ');
    expect(verifyScan(damaged)).toMatchObject({ verification: { valid: true }, corrections: ['BLANKS'] });
  });

  test('ECI escapes within, with backslashes doubled', () => {
    const code = receipt('SonstigerVorgang', 'C:\\Kasse\\Küche');
    const damaged = `]Q2${code.replaceAll('\\', '\\\\').replace('ü', '\\000026ü')}`;
    expect(verifyScan(damaged)).toMatchObject({
      verification: { valid: true },
      payload: parseQrPayload(code),
      corrections: ['SYMBOLOGY_PREFIX', 'ECI_ESCAPE'],
    });
  });

  test.each(['', '\\000026'])('backslashes before six digits, doubled and behind "%s"', (escape) => {
    const code = receipt('Bestellung-V1', '1;"Art. \\123456, \\\\654321";3.99');
    const damaged = `]Q2${escape}${code.replaceAll('\\', '\\\\')}`;
    expect(verifyScan(damaged)).toMatchObject({
      verification: { valid: true },
      payload: parseQrPayload(code),
      corrections: ['SYMBOLOGY_PREFIX', 'ECI_ESCAPE'],
    });
  });

  test('an order whose till signed windows-1252', () => {
    const text = '1;"Käse 1 €";3.99';
    const bytes = Buffer.from(text.replace('€', '\x80'), 'latin1');
    const code = receipt('Bestellung-V1', text, 'Kasse 1', bytes);
    expect(verifyScan(code)).toMatchObject({ verification: { valid: true }, corrections: ['CHARACTER_SET'] });
  });
});

test('Whatever mixture of these happens to whatever order, it is valid, and what happened is named', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ 019;",.äöüßé€œ中')), maxLength: 12 });
  const cents = fc.integer({ min: -99_999, max: 99_999 }).map((value) => (value / 100).toFixed(2));
  const lines = fc.array(
    fc.record({ quantity: fc.integer({ min: -9, max: 99 }).map(String), text, price_per_unit: cents }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  const lead = fc.constantFrom<readonly [string, ScanCorrection | undefined]>(
    ['', undefined],
    ['\ufeff', 'BYTE_ORDER_MARK'],
    [']Q1', 'SYMBOLOGY_PREFIX'],
    [']Q6', 'SYMBOLOGY_PREFIX'],
    ['\\000026', 'ECI_ESCAPE'],
    ['\t ', 'BLANKS'],
  );
  const damage = fc.record({
    leads: fc.tuple(lead, lead),
    end: fc.constantFrom('', '\r', '\n', '\r\n', '\t', '  ', '\x03'),
    between: fc.constantFrom('\r', '\n', '\r\n', '', '\t'),
    set: fc.constantFrom('utf-8', 'windows-1252', 'latin1'),
  });
  const read = (code: string, set: string) =>
    set === 'latin1' ? Buffer.from(code).toString('latin1') : new TextDecoder(set).decode(Buffer.from(code));
  fc.assert(
    fc.property(lines, damage, (line_items, { leads, end, between, set }) => {
      const data = Buffer.from(orderProcessData({ line_items }).processData).toString();
      const code = receipt('Bestellung-V1', data);
      const damaged = read(code.replaceAll('\r', between), set);
      const scan = verifyScan(leads.map(([prefix]) => prefix).join('') + damaged + end);
      expect(scan).toMatchObject({ verification: { valid: true }, payload: parseQrPayload(code), tried: [] });
      const expected = new Set(leads.flatMap(([, correction]) => correction ?? []));
      if (end !== '') expected.add('BLANKS');
      if (damaged !== read(code, set)) expected.add('LINE_ENDS');
      if (read(code, set) !== code) expected.add('CHARACTER_SET');
      expect(new Set(scan.corrections)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('Any other change is SIGNATURE_MISMATCH or MALFORMED, with whatever scanners do added', () => {
  const start = order.indexOf(';2025-01-01T10:01:00.000Z;');
  const places = fc.nat({ max: order.length - 1 }).filter((at) => at < start || at > start + 25);
  const letter = fc.constantFrom(...Array.from('abzAZ019.-;"äß€'));
  const frames = fc.constantFrom(['', ''], ['\ufeff', '\r\n'], [']Q1', '\t'], ['\\000026', ' ']);
  fc.assert(
    fc.property(
      places,
      letter,
      fc.constantFrom('replace', 'insert', 'remove'),
      frames,
      (at, by, kind, [before, after]) => {
        const taken = kind === 'insert' ? 0 : 1;
        const changed = order.slice(0, at) + (kind === 'remove' ? '' : by) + order.slice(at + taken);
        // A line end that is dropped is what scanners do.
        fc.pre(changed !== order && !(kind === 'remove' && /\s/.test(order.charAt(at))));
        const { verification, corrections } = verifyScan(before + changed + after);
        expect(verification).toMatchObject({
          valid: false,
          reason: expect.stringMatching(/^(?:SIGNATURE_MISMATCH|MALFORMED|UNSUPPORTED)$/),
        });
        expect(corrections).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

describe('Of a receipt that was altered', () => {
  test('it is named what was tried in vain', () => {
    const altered = `\ufeff${order.replace('12.00', '11.00').replaceAll('\r', '\n')}\r\n`;
    const { verification, tried, corrections, payload } = verifyScan(altered);
    expect(verification).toMatchObject({ valid: false, reason: 'SIGNATURE_MISMATCH' });
    expect(verification).toHaveProperty(
      'detail',
      expect.stringMatching(/byte order mark, blanks .*character set, line ends/),
    );
    expect(tried).toEqual(['BYTE_ORDER_MARK', 'BLANKS', 'CHARACTER_SET', 'LINE_ENDS', 'UNICODE_FORM']);
    expect(corrections).toEqual([]);
    expect(payload).toMatchObject({ clientSerialNumber: 'Kasse 1' });
  });

  test('nothing is named where there is nothing to try', () => {
    const { verification, tried } = verifyScan(sale.replace('14.90', '14.91'));
    expect([verification, tried]).toEqual([
      { valid: false, reason: 'SIGNATURE_MISMATCH', detail: 'The signature does not fit the data and the public key.' },
      [],
    ]);
  });

  test('what is longer than any QR code, in every reading, is refused unread', () => {
    const long = receipt('SonstigerVorgang', 'x'.repeat(3_000));
    for (const text of [long, 'x'.repeat(1_000_000), ' '.repeat(20_000) + sale]) {
      expect(verifyScan(text).verification).toEqual({
        valid: false,
        reason: 'MALFORMED',
        detail: 'No QR code holds as much as this.',
      });
    }
  });

  test('the longest and most ambiguous texts cost a few checks of a signature, on the slowest curve too', async () => {
    const key = generateKeyPairSync('ec', { namedCurve: 'brainpoolP512r1' }).privateKey;
    const lines = Array.from({ length: 100 }, (_, index) => `${index};"Kä\u0301se ";1.00`);
    const code = receipt('Bestellung-V1', lines.join('\r'), ' Kässe ', undefined, key, 'ecdsa-plain-SHA512');
    const altered = decode(code.replace('0;"K', '1;"K').replaceAll('\r', ' \n'), 'windows-1252');
    const short = receipt('SonstigerVorgang', 'x', 'k', Buffer.from('y'), key, 'ecdsa-plain-SHA512');
    const once = await cpuOf(() => Promise.resolve(verifyScan(short)), 5);
    // There are thousands of readings of such a text.
    expect(await cpuOf(() => Promise.resolve(verifyScan(altered)), 3)).toBeLessThan(once * 100);
  });
});
