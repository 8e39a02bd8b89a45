import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import {
  encodeLogMessage,
  LogMessageError,
  parseLogMessage,
  signedBytes,
  type LogMessage,
  type TransactionLog,
} from '../../../src/tse/log/log-message.js';
import { signPlain, tssSerialNumber, uncompressedPoint, verifyPlain } from '../../../src/tse/signature/signature.js';
import { anyLog } from '../log-arbitrary.js';
import { errorOf } from '../error-of.js';
import { exampleKey, examplePoint, flipBit, fromHex, toHex, vectors } from '../vectors.js';

const finish: TransactionLog = {
  kind: 'transaction',
  operation: 'Finish',
  clientId: 'till 1',
  processData: Buffer.from('Beleg^0.00_0.00_0.00_0.00_0.00^'),
  processType: 'Kassenbeleg-V1',
  transactionNumber: 1n,
  serialNumber: tssSerialNumber(examplePoint),
  signatureAlgorithm: 'ecdsa-plain-SHA256',
  signatureCounter: 1n,
  logTime: { format: 'unixTime', seconds: 1735725664 },
};

describe('encoding a log message', () => {
  test.each([
    [0n, '0100'],
    [127n, '017f'],
    [128n, '020080'],
    [223n, '0200df'],
    [255n, '0200ff'],
    [256n, '020100'],
    [32768n, '03008000'],
  ])('writes the numbers %d minimal and signed', (number, content) => {
    const hex = toHex(signedBytes({ ...finish, transactionNumber: number, signatureCounter: number }));
    expect(hex).toContain(`85${content}0420`);
    expect(hex).toContain(`010104010302${content}0204`);
  });

  test.each([
    ['the last second of 32 bits', 2147483647, '02047fffffff'],
    ['the second after it, 19 January 2038', 2147483648, '02050080000000'],
    ['the year 2106', 4294967296, '02050100000000'],
  ])('writes a unix time of %s', (_name, seconds, element) => {
    expect(toHex(signedBytes({ ...finish, logTime: { format: 'unixTime', seconds } }))).toMatch(
      new RegExp(`${element}$`),
    );
  });

  test('writes the times of other vendors as UTCTime and GeneralizedTime', () => {
    const utc = signedBytes({ ...finish, logTime: { format: 'utcTime', text: '200522113302Z' } });
    const generalized = signedBytes({ ...finish, logTime: { format: 'generalizedTime', text: '20200522113302Z' } });
    expect(toHex(utc)).toMatch(/170d3230303532323131333330325a$/);
    expect(toHex(generalized)).toMatch(/180f32303230303532323131333330325a$/);
  });

  test.each([127, 128, 255, 256, 65535, 65536])('reads back %d bytes of process data', (length) => {
    const log = { ...finish, processData: new Uint8Array(length).fill(7) };
    expect(parseLogMessage(encodeLogMessage(log, new Uint8Array(64))).log).toEqual(log);
  });

  test('leaves an absent process type out and writes an empty one', () => {
    const bare: { processType?: string } & TransactionLog = { ...finish };
    delete bare.processType;
    expect(toHex(signedBytes(bare))).toContain(`5e850101`);
    expect(toHex(signedBytes({ ...finish, processType: '' }))).toContain('8300850101');
  });

  test.each([
    ['clientId', { ...finish, clientId: 'till_1' }, '"_"'],
    ['clientId', { ...finish, clientId: 'Käse' }, '"ä"'],
    ['clientId', { ...finish, clientId: 'till 💶' }, '"💶"'],
    ['processType', { ...finish, processType: 'a;b' }, '";"'],
    ['processType', { ...finish, processType: 'a'.repeat(101) }, '100 characters'],
    ['operationType', { ...systemLog(), operationType: 'self*test' }, '"*"'],
    ['serialNumber', { ...finish, serialNumber: new Uint8Array(31) }, '32 bytes'],
    ['signatureCounter', { ...finish, signatureCounter: -1n }, 'negative'],
    ['transactionNumber', { ...finish, transactionNumber: -1n }, 'negative'],
    ['logTime', { ...finish, logTime: { format: 'unixTime', seconds: 1.5 } }, '1.5'],
    ['logTime', { ...finish, logTime: { format: 'unixTime', seconds: -1 } }, '-1'],
    ['logTime', { ...finish, logTime: { format: 'utcTime', text: '20200522113302Z' } }, 'utcTime'],
  ] satisfies [string, LogMessage, string][])('refuses a bad %s and says what is wrong', (field, log, problem) => {
    const error = errorOf(() => signedBytes(log));
    expect(error).toMatchObject({ name: 'LogMessageError', field });
    expect(error.message).toContain(problem);
    expect(errorOf(() => encodeLogMessage(log, new Uint8Array(64)))).toEqual(error);
  });

  test('holds every character of a PrintableString', () => {
    const all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?";
    expect(signedBytes({ ...finish, clientId: all }).length).toBeGreaterThan(all.length);
  });

  test('is undone by parsing, for any message', () => {
    fc.assert(
      fc.property(anyLog, fc.uint8Array({ maxLength: 140 }), (log, signature) => {
        const parsed = parseLogMessage(encodeLogMessage(log, signature));
        expect(parsed).toEqual({ log, signedBytes: signedBytes(log), signature });
      }),
      { numRuns: 300 },
    );
  });
});

describe('parsing a log message', () => {
  test('puts process data in pieces together and keeps the bytes as they were signed', () => {
    const signed = toHex(signedBytes({ ...finish, processData: Buffer.from('abc') })).replace(
      '8203616263',
      'a280 0402 6162 0401 63 0000'.replaceAll(' ', ''),
    );
    const signature = toHex(signPlain(exampleKey, fromHex(signed)));
    const content = `${signed}0440${signature}`;
    const parsed = parseLogMessage(fromHex(`3081${(content.length / 2).toString(16)}${content}`));
    expect(parsed.log).toEqual({ ...finish, processData: Uint8Array.from(Buffer.from('abc')) });
    expect(toHex(parsed.signedBytes)).toBe(signed);
    expect(verifyPlain(examplePoint, 'ecdsa-plain-SHA256', parsed.signedBytes, parsed.signature)).toBe('P-256');
  });

  test('accepts client ids that only other devices write', () => {
    const bytes = encodeLogMessage({ ...finish, clientId: 'till-1' }, new Uint8Array(64));
    const foreign = Buffer.from(
      toHex(bytes).replace(toHex(Buffer.from('till-1')), toHex(Buffer.from('till_1'))),
      'hex',
    );
    expect(parseLogMessage(foreign).log).toMatchObject({ clientId: 'till_1' });
  });

  const hex = toHex(encodeLogMessage(finish, new Uint8Array(64)));
  test.each([
    ['message', 'no bytes', ''],
    ['message', 'a byte behind the end', `${hex}00`],
    ['message', 'one byte too few', hex.slice(0, -2)],
    ['message', 'no SEQUENCE', '0c0161'],
    ['version', 'an empty SEQUENCE', '3000'],
    ['version', 'version 3', hex.replace('020102', '020103')],
    ['kind', 'an unknown kind', hex.replace('7f000703070101', '7f000703070104')],
    ['operation', 'an unknown operation', hex.replace(toHex(Buffer.from('Finish')), toHex(Buffer.from('finish')))],
    ['clientId', 'a client id that is no text', hex.replace(toHex(Buffer.from('till')), 'ffffffff')],
    ['transactionNumber', 'a negative transaction number', hex.replace('850101', '8501ff')],
    ['transactionNumber', 'data that a till must not send', hex.replace('850101', '840101')],
    ['serialNumber', 'a serial number of another tag', hex.replace('0420', '0c20')],
    ['signatureAlgorithm', 'an unknown algorithm', hex.replace('0101040103', '0101040109')],
    ['logTime', 'a log time of another type', hex.replace('0204677512', '0404677512')],
    ['signature', 'a signature of another type', hex.replace('0440', '0c40')],
  ])('names the %s when there is %s', (field, _problem, bytes) => {
    expect(errorOf(() => parseLogMessage(fromHex(bytes)))).toMatchObject({ name: 'LogMessageError', field });
  });

  /** The elements of `finish` in hex, each to be replaced by name. */
  const elements = {
    version: '020102',
    kind: '060904007f000703070101',
    operation: `8011${toHex(Buffer.from('FinishTransaction'))}`,
    clientId: '810174',
    processData: '820161',
    processType: '830120',
    transactionNumber: '850101',
    serialNumber: `0420${'00'.repeat(32)}`,
    signatureAlgorithm: '300c060a04007f00070101040103',
    signatureCounter: '020101',
    logTime: '020467751260',
    signature: `0440${'00'.repeat(64)}`,
  };

  test('reads a message put together by hand', () => {
    expect(parseLogMessage(assemble(elements)).log).toMatchObject({ clientId: 't', logTime: { seconds: 1735725664 } });
  });

  test('keeps each character of a text, a byte order mark too', () => {
    const { log } = parseLogMessage(assemble({ ...elements, clientId: '8104efbbbf74' }));
    expect(log).toMatchObject({ clientId: '\ufefft' });
  });

  test.each<[keyof typeof elements, string, string]>([
    ['processData', 'pieces that are no OCTET STRINGs', 'a2800c01610000'],
    ['processData', 'a piece that reaches beyond the whole', 'a203040261'],
    ['serialNumber', 'too few bytes', `041f${'00'.repeat(31)}`],
    ['logTime', 'a number that JSON cannot hold', '02080fffffffffffffff'],
    ['logTime', 'a UTCTime of fourteen digits', '170f32303230303532323131333330325a'],
    ['signature', 'something behind it', `${elements.signature}0500`],
  ])('refuses a %s with %s', (field, _problem, element) => {
    const bytes = assemble({ ...elements, [field]: element });
    expect(errorOf(() => parseLogMessage(bytes))).toMatchObject({ name: 'LogMessageError', field });
  });

  test('refuses pieces without an end', () => {
    const bytes = assemble({ ...elements, processData: 'a280040161' });
    expect(errorOf(() => parseLogMessage(bytes))).toMatchObject({ name: 'LogMessageError', field: 'message' });
  });

  test('refuses a message of indefinite length, which no device writes', () => {
    const definite = assemble(elements);
    const indefinite = Uint8Array.from([0x30, 0x80, ...definite.subarray(3), 0, 0]);
    expect(errorOf(() => parseLogMessage(indefinite))).toMatchObject({ field: 'message' });
  });

  test('names the first field that is missing', () => {
    const fields = ['clientId', 'processData', 'transactionNumber', 'serialNumber', 'signatureAlgorithm'];
    const ends = [
      hex.indexOf('8106'),
      hex.indexOf('821f'),
      hex.indexOf('830e'),
      hex.indexOf('0420'),
      hex.indexOf('300c'),
    ];
    ends.forEach((end, index) => {
      const content = hex.slice(6, end);
      const bytes = fromHex(`30${(content.length / 2).toString(16).padStart(2, '0')}${content}`);
      expect(errorOf(() => parseLogMessage(bytes))).toMatchObject({ field: fields[index] });
    });
  });

  test('throws nothing but LogMessageError, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), neverCrashes), { numRuns: 2000 });
  });

  test('throws nothing but LogMessageError for damaged messages', () => {
    const damaged = fc
      .tuple(anyLog, fc.nat({ max: 400 }), fc.nat({ max: 8 }), fc.uint8Array({ maxLength: 8 }))
      .map(([log, start, removed, inserted]) => {
        const bytes = [...encodeLogMessage(log, new Uint8Array(64))];
        bytes.splice(start, removed, ...inserted);
        return Uint8Array.from(bytes);
      });
    fc.assert(fc.property(damaged, neverCrashes), { numRuns: 1000 });
  });
});

describe('a signed log message', () => {
  test('fails to verify with any one bit of it turned, for every message of the worked example', () => {
    const logs = vectors.messages.map(({ log }) => fromHex(log));
    fc.assert(
      fc.property(fc.constantFrom(...logs), fc.nat(), (bytes, seed) => {
        expect(verifies(bytes, examplePoint)).toBe(true);
        expect(verifies(flipBit(bytes, seed % (bytes.length * 8)), examplePoint)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('fails to verify with any one bit of it turned, for fresh keys and messages', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const point = uncompressedPoint(privateKey);
    fc.assert(
      fc.property(anyLog, fc.nat(), (log, seed) => {
        const bytes = encodeLogMessage(log, signPlain(privateKey, signedBytes(log), log.signatureAlgorithm));
        expect(verifies(bytes, point)).toBe(true);
        expect(verifies(flipBit(bytes, seed % (bytes.length * 8)), point)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

/** A message of the given elements; their sum must take 128 to 255 bytes. */
function assemble(elements: Readonly<Record<string, string>>): Uint8Array {
  const content = Object.values(elements).join('');
  return fromHex(`3081${(content.length / 2).toString(16)}${content}`);
}

function verifies(bytes: Uint8Array, point: Uint8Array): boolean {
  let parsed;
  try {
    parsed = parseLogMessage(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(LogMessageError);
    return false;
  }
  return verifyPlain(point, parsed.log.signatureAlgorithm, parsed.signedBytes, parsed.signature) !== undefined;
}

function neverCrashes(bytes: Uint8Array): void {
  try {
    parseLogMessage(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(LogMessageError);
  }
}

function systemLog() {
  const { serialNumber, signatureAlgorithm, signatureCounter, logTime } = finish;
  const systemOperationData = new Uint8Array();
  return { kind: 'system' as const, serialNumber, signatureAlgorithm, signatureCounter, logTime, systemOperationData };
}
