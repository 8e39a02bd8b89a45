import fc from 'fast-check';
import { readExportInfo, writeExportInfo } from '../../../src/tse/archive/export-info.js';
import { logFileName, withoutFileCount } from '../../../src/tse/archive/export-names.js';
import { encodeLogMessage, parseLogMessage } from '../../../src/tse/log/log-message.js';
import { outlineOf } from '../../../src/tse/log/log-outline.js';
import { anyLog } from '../log-arbitrary.js';
import { fromHex, vectors } from '../vectors.js';

test.each(vectors.messages)('The file of $label is called as in the worked example', ({ log, file }) => {
  expect(logFileName(parseLogMessage(fromHex(log)).log)).toBe(file);
  expect(logFileName(outlineOf(fromHex(log)))).toBe(file);
});

test('Files of audit logs and of other time formats are called as the standard says', () => {
  const logTime = { format: 'utcTime', text: '200522113302Z' } as const;
  expect(logFileName({ kind: 'audit', signatureCounter: 7n, logTime })).toBe('Utc_200522113302Z_Sig-7_Log-Aud.log');
  const generalized = { format: 'generalizedTime', text: '20200522113302Z' } as const;
  expect(logFileName({ kind: 'system', operationType: 'logOut', signatureCounter: 8n, logTime: generalized })).toBe(
    'Gent_20200522113302Z_Sig-8_Log-Sys_logOut.log',
  );
});

test('The number of files of one name is no part of the name', () => {
  expect(withoutFileCount('Unixt_1_Sig-7_Log-Aud_Fc-2.log')).toBe('Unixt_1_Sig-7_Log-Aud.log');
  expect(withoutFileCount('Unixt_1_Sig-7_Log-Aud.log')).toBe('Unixt_1_Sig-7_Log-Aud.log');
});

test('The outline of any message names it as the whole message does', () => {
  fc.assert(
    fc.property(anyLog, fc.uint8Array({ minLength: 64, maxLength: 64 }), (log, signature) => {
      const outline = outlineOf(encodeLogMessage(log, signature));
      expect(log).toMatchObject(outline);
      expect(logFileName(outline)).toBe(logFileName(log));
    }),
  );
});

test('A message that ends early has no outline', () => {
  const message = fromHex(vectors.messages[6]!.log);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 140 }), (length) => {
      expect(() => outlineOf(message.subarray(0, length))).toThrow();
    }),
  );
});

test('info.csv says what the real one says, in one line without an end', () => {
  const description = 'fiskaly sign cloud-TSE (c0ffee00-0000-4000-8000-000000000001)';
  const info = { description, manufacturer: 'fiskaly GmbH', version: 'fiskaly sign cloud-TSE v1.0.5-1.2.0' };
  expect(writeExportInfo(info)).toBe(
    `"description:","${description}","manufacturer:","fiskaly GmbH","version:","fiskaly sign cloud-TSE v1.0.5-1.2.0"`,
  );
});

test('Any info.csv is read as it was written, with or without a line feed', () => {
  const info = fc.record({ description: fc.string(), manufacturer: fc.string(), version: fc.string() });
  fc.assert(
    fc.property(info, fc.constantFrom('', '\n'), (written, end) => {
      expect(readExportInfo(writeExportInfo(written) + end)).toEqual(written);
    }),
  );
});

test.each(['', '"description:","x"', '"description:","a"b","manufacturer:","m","version:","v"', '\n\n'])(
  'The text %j is no info.csv',
  (text) => {
    expect(readExportInfo(text)).toBeUndefined();
  },
);
