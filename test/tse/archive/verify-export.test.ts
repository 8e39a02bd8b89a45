import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { certificateFileName, logFileName } from '../../../src/tse/archive/export-names.js';
import { encodeLogMessage, type LogTime, signedBytes } from '../../../src/tse/log/log-message.js';
import { signPlain, tssSerialNumber, uncompressedPoint } from '../../../src/tse/signature/signature.js';
import type { TarFile } from '../../../src/tse/archive/tar.js';
import { readTar } from '../../../src/tse/archive/tar-reader.js';
import { verifyExport } from '../../../src/tse/archive/verify-export.js';
import { sized } from '../../support/run-size.js';
import { archive, certify, exampleFiles, exampleInfo } from '../example-export.js';
import { exampleKey, flipBit } from '../vectors.js';

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
    complete: true,
    files: 19,
    info: exampleInfo,
    counts: { transaction: 7, system: 9, audit: 0 },
    counters: { first: 1, last: 16 },
    logTimes: { first: Date.parse('2025-01-01T10:00:00Z'), last: expect.any(Number) },
    gaps: [],
    missing: 0,
    certificates: ['CN=Test TSE', 'CN=Test CA'].map((subject) => ({
      subject,
      issuer: 'CN=Test CA',
      validFrom: Date.UTC(2020, 0, 1),
      validTo: Date.UTC(2040, 0, 1),
    })),
    checks: [
      { check: 'ARCHIVE', passed: 19, failed: 0 },
      { check: 'INFO', passed: 1, failed: 0 },
      { check: 'CERTIFICATES', passed: 2, failed: 0 },
      { check: 'CHAIN', passed: 2, failed: 0 },
      { check: 'FILE_NAMES', passed: 16, failed: 0 },
      { check: 'MESSAGES', passed: 16, failed: 0 },
      { check: 'SIGNATURES', passed: 16, failed: 0 },
      { check: 'VALIDITY', passed: 16, failed: 0 },
      { check: 'COUNTERS', passed: 16, failed: 0 },
    ],
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
      expect(found.missing).toBe(missing);
      expect(missing).toBe(Math.max(...counters) - Math.min(...counters) + 1 - counters.length);
      for (const gap of found.gaps) expect(counters.some((c) => c >= gap.first && c <= gap.last)).toBe(false);
    }),
    { numRuns: sized(10, 30) },
  );
});

test('A single turned bit in any message is found', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: messages.length - 1 }), fc.nat(), async (index, bit) => {
      const { name, content } = messages[index]!;
      const changed = { name, content: flipBit(content, bit % (content.length * 8)) };
      expect(await problemsOf([info, leaf, authority, changed])).not.toEqual([]);
    }),
    { numRuns: sized(30, 100) },
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
    `${messages[0]!.name}: No certificate in the archive is that of its TSS.`,
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
    'info.csv: This is not UTF-8.',
    `${leaf.name}: This is no certificate of a key on a known curve.`,
    expect.stringContaining(`${messages[0]!.name}: This is no log message (`),
    'readme.txt: An export has no such file.',
    'archive: There is no readable info.csv.',
    'archive: There is no certificate.',
  ]);
});

test('Certificates may stand after the messages', async () => {
  expect(await problemsOf([info, ...messages, authority, leaf])).toEqual([]);
});

test('More messages than may wait for their certificate are told as not checked', async () => {
  const { content } = encodeExample(1, Buffer.alloc(1_900_000));
  const files = Array.from({ length: 10 }, (_, index) => ({ name: `${index}.log`, content }));
  const { checks } = await verifyExport(archive([info, ...files, leaf, authority]));
  expect(checks).toContainEqual({ check: 'SIGNATURES', passed: 8, failed: 2 });
});

test('More certificates than a chain has are told and not looked at', async () => {
  const files = Array.from({ length: 25 }, () => leaf);
  const { certificates, checks } = await verifyExport(archive([info, authority, ...files]));
  expect(certificates).toHaveLength(20);
  expect(checks).toContainEqual({ check: 'CERTIFICATES', passed: 20, failed: 6 });
});

test('A thousand problems are counted, and a hundred of them told', async () => {
  const files = Array.from({ length: 1000 }, (_, index) => ({ name: `${index}.txt`, content: new Uint8Array() }));
  const { checks, problems } = await verifyExport(archive(files));
  expect(problems).toHaveLength(100);
  expect(checks[0]).toEqual({ check: 'ARCHIVE', passed: 0, failed: 1000 });
});

test('Names and values of any length are cut before they are told', async () => {
  const name = `${'n'.repeat(60_000)}.log`;
  const long = encodeExample(1, Buffer.from('x'), 'c'.repeat(100_000));
  const report = await verifyExport(
    archive([
      { name, content: long.content },
      { name: `${name}.txt`, content: name },
    ] as never),
  );
  expect(JSON.stringify(report).length).toBeLessThan(5_000);
});

test('Log times in text are held against the validity of the certificate as well', async () => {
  const { content, name } = encodeExample(1, Buffer.from('x'), 'till', { format: 'utcTime', text: '410101000000Z' });
  expect(await problemsOf([info, leaf, authority, { name, content }])).toEqual([
    `${name}: The certificate was not valid at the log time.`,
  ]);
});

test('A break of the archive is a finding, and what came before it is checked', async () => {
  const whole = await buffer(archive(exampleFiles));
  const found = await verifyExport(Readable.from([whole.subarray(0, 12_000)]));
  expect(found).toMatchObject({ valid: false, complete: false, info: exampleInfo });
  expect(found.problems).toContainEqual({
    check: 'ARCHIVE',
    problem: 'The archive is cut off in the middle of a file.',
  });
  expect(found.checks).toContainEqual({
    check: 'SIGNATURES',
    passed: found.counts.transaction + found.counts.system,
    failed: 0,
  });
  expect(found.counts.system).toBeGreaterThan(0);
});

test('An error of what the archive is read from is that error', async () => {
  const failing = (async function* () {
    yield (await buffer(archive(exampleFiles))).subarray(0, 2000);
    throw new Error('The line went dead.');
  })();
  await expect(verifyExport(failing)).rejects.toThrow('The line went dead.');
});

test('Nothing that was not signed gets into a valid archive, whatever is turned, cut, doubled or put in', async () => {
  const whole = await buffer(archive(exampleFiles));
  const genuine = new Set(exampleFiles.map(({ name, content }) => `${name} ${Buffer.from(content).toString('hex')}`));
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(anyChange(whole.length), async (change) => {
      const changed = apply(change, whole);
      const report = await verifyExport(Readable.from([changed]));
      expect(report.problems.length).toBeLessThanOrEqual(100);
      if (!report.valid) return;
      valid += 1;
      for await (const { name, content } of readTar(Readable.from([changed]))) {
        const file = `${name} ${Buffer.from(content).toString('hex')}`;
        if (name !== 'info.csv') expect(genuine).toContain(file); // which nobody signs
      }
    }),
    { numRuns: sized(100, 500) },
  );
  expect(valid).toBeLessThan(250);
});

function apply({ at, kind, length, bytes }: Change, whole: Buffer): Buffer {
  const [before, after] = [whole.subarray(0, at), whole.subarray(at)];
  switch (kind) {
    case 'replace':
      return Buffer.concat([before, bytes, after.subarray(bytes.length)]);
    case 'insert':
      return Buffer.concat([before, bytes, after]);
    case 'cut':
      return Buffer.concat([before, after.subarray(length)]);
    case 'double':
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 'end':
      return before;
  }
}

interface Change {
  at: number;
  kind: 'replace' | 'insert' | 'cut' | 'double' | 'end';
  length: number;
  bytes: Uint8Array;
}

function anyChange(size: number): fc.Arbitrary<Change> {
  return fc.record({
    at: fc.nat({ max: size - 1 }),
    kind: fc.constantFrom('replace', 'insert', 'cut', 'double', 'end'),
    length: fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.constantFrom(512, 1024)),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 600 }),
  });
}

/** A message of the example's TSS with a signature that does not fit. */
function encodeExample(
  counter: number,
  processData: Uint8Array,
  clientId = 'till',
  logTime: LogTime = { format: 'unixTime', seconds: 1_735_725_700 },
): TarFile {
  const log = {
    kind: 'transaction',
    operation: 'Finish',
    clientId,
    processData,
    processType: 'Kassenbeleg-V1',
    transactionNumber: 1n,
    serialNumber: tssSerialNumber(uncompressedPoint(exampleKey)),
    signatureAlgorithm: 'ecdsa-plain-SHA256',
    signatureCounter: BigInt(counter),
    logTime,
  } as const;
  const signature = signPlain(exampleKey, signedBytes(log));
  return { name: logFileName(log), content: encodeLogMessage(log, signature) };
}
