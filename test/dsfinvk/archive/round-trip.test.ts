import { readdirSync } from 'node:fs';
import { checked, codesOf, filesOf, FOLDER, notesOf, written } from './archives.js';
import { closing } from './shop.js';

describe('An archive of two closings', () => {
  it.each(['tar', 'zip'] as const)('as %s is found good, with the outage as its only note', async (format) => {
    const check = await checked(await written([closing(1), closing(2)], format));
    expect(check.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(notesOf(check)).toEqual(['TSE_OUTAGE']);
    expect(check).toMatchObject({
      valid: true,
      complete: true,
      closings: 2,
      transactions: 10,
      signatures: { valid: 8, invalid: 0, notChecked: 0 },
    });
    expect(readdirSync(FOLDER)).toEqual([]);
  });

  it('has all 20 tables, those without rows with their header alone, and CRLF', async () => {
    const files = await filesOf(await written([]));
    expect(files.size).toBe(22);
    expect(files.get('references.csv')).toBe(
      '"Z_KASSE_ID";"Z_ERSTELLUNG";"Z_NR";"BON_ID";"POS_ZEILE";"REF_TYP";"REF_NAME";"REF_DATUM";"REF_Z_KASSE_ID";' +
        '"REF_Z_NR";"REF_BON_ID"\r\n',
    );
    expect(files.get('index.xml')).toMatch(/^\u{FEFF}<\?xml version="1.0" encoding="UTF-8"\?>\r\n/u);
  });

  it('has the totals of the receipts in whole cents', async () => {
    const files = await filesOf(await written([closing(1, 7)]));
    // 357 cents each: 7 + 1 in cash (one in an outage), one by card.
    const lines = (files.get('payment.csv') ?? '').split('\r\n').slice(1, -1);
    expect(lines.map((line) => line.split(';').slice(3))).toEqual([
      ['"Bar"', '', '28,56'],
      ['"Guthabenkarte"', '', '3,57'],
    ]);
    expect(files.get('cashpointclosing.csv')?.trimEnd()).toMatch(/;32,13;28,56$/);
  });

  it('is found incomplete when it is cut anywhere', async () => {
    const archive = await written([closing(1)]);
    for (const end of [0, 100, 511, 700, archive.length >> 1, archive.length - 1024, archive.length - 512]) {
      const check = await checked(archive.subarray(0, end));
      expect([check.complete, check.valid, codesOf(check).includes('ARCHIVE_BROKEN')]).toEqual([false, false, true]);
    }
  });
});
