import { checked, codesOf, filesOf, notesOf, tarOf, written } from './archives.js';
import { closing } from './shop.js';

let archive: Buffer;

beforeAll(async () => {
  archive = await written([closing(1), closing(2), closing(3)]);
});

/** Changes the first match in one file; fails if there is none. */
async function mutated(file: string, from: RegExp | string, to: string): Promise<Buffer> {
  const files = await filesOf(archive);
  const content = files.get(file) ?? '';
  const changed = content.replace(from, to);
  expect(changed).not.toBe(content);
  return await tarOf(files.set(file, changed));
}

/** Each changes one thing. The codes are all that is found, without notes. */
const MUTATIONS: readonly (readonly [
  what: string,
  file: string,
  from: RegExp | string,
  to: string,
  codes: string[],
])[] = [
  ['net of a line is a cent less', 'lines_vat.csv', ';1,19;1,00;0,19', ';1,19;0,99;0,19', ['ROW_SUM']],
  ['net and tax of a line do not fit the rate', 'lines_vat.csv', ';1,19;1,00;0,19', ';1,19;0,95;0,24', ['ROW_RATE']],
  ['a price is not net plus tax', 'itemamounts.csv', /3,00;2,52101/, '3,00;2,52', ['ROW_SUM']],
  ['a discount is positive', 'itemamounts.csv', /-0,62;-([\d,]+);-/, '0,62;$1;', ['DISCOUNT_POSITIVE']],
  ['a statement row is not net plus tax', 'businesscases.csv', ';12,00;', ';12,01;', ['ROW_SUM']],
  [
    'a business case is a cent too much',
    'businesscases.csv',
    ';14,28;12,00;',
    ';14,29;12,01;',
    ['STATEMENT_BUSINESS_CASES'],
  ],
  ['a payment of the statement is a cent too much', 'payment.csv', '14,28', '14,29', ['STATEMENT_PAYMENTS']],
  ['the total is a cent too much', 'cashpointclosing.csv', ';17,85;', ';17,86;', ['STATEMENT_TOTAL']],
  ['the cash ignores signs', 'cashpointclosing.csv', ';14,28\r', ';17,85\r', ['STATEMENT_CASH']],
  ['cash of a currency is wrong', 'cash_per_currency.csv', '14,28', '14,27', ['CASH_PER_CURRENCY']],
  [
    'a receipt of the outage has another total',
    'transactions.csv',
    /("1000004";5.*?);3,57;/,
    '$1;3,58;',
    ['RECEIPT_VAT_SUM', 'RECEIPT_PAYMENTS'],
  ],
  ['a Z number is left out', 'cashpointclosing.csv', /^(.*\r\n.*\r\n).*\r\n/, '$1', ['CLOSING_UNKNOWN', 'CLOSING_GAP']],
  ['a location has an unknown key', 'slaves.csv', /;1;("7a)/, ';9;$1', ['CLOSING_UNKNOWN', 'TERMINAL_UNKNOWN']],
  ['there is no location', 'location.csv', /\r\n.*\r\n/, '\r\n', ['MASTER_DATA_MISSING']],
  ['a terminal is unknown', 'transactions.csv', /"7a1c9a52/, '"7a1c9a53', ['TERMINAL_UNKNOWN']],
  ['an agency is unknown', 'pa.csv', /;1;"Lotto"/, ';2;"Lotto"', ['AGENCY_UNKNOWN']],
  ['a VAT key is unknown', 'itemamounts.csv', '"base_amount";1;', '"base_amount";3;', ['VAT_KEY_UNKNOWN']],
  ['a VAT key has a rate that it never had', 'vat.csv', ';2;7,00', ';2;8,00', ['VAT_RATE']],
  ['the first BON_ID is unknown', 'cashpointclosing.csv', '"1000000"', '"999"', ['START_OR_END_UNKNOWN']],
  ['a group belongs to no transaction', 'allocation_groups.csv', '"1000000"', '"7"', ['TRANSACTION_UNKNOWN']],
  ['a part belongs to no line', 'subitems.csv', /"1000000";"2"/, '"1000000";"3"', ['LINE_UNKNOWN']],
  ['a reference names no transaction', 'references.csv', /"1000000"\r/, '"77"\r', ['REFERENCE_UNKNOWN']],
  ['a reference has no target', 'references.csv', /"1000000"\r/, '\r', ['REFERENCE_INCOMPLETE']],
  ['an outage has no reason', 'transactions_tse.csv', '"Die TSE ist ausgefallen."', '', ['SIGNATURE_MISSING']],
  ['the TSE is unknown', 'tse.csv', /;1;"([0-9a-f]{64})"/, ';2;"$1"', ['TSE_UNKNOWN']],
  ['the serial number is that of another key', 'tse.csv', /"[0-9a-f]{64}"/, `"${'0'.repeat(64)}"`, ['TSE_SERIAL']],
  [
    'a signed time is a second later',
    'transactions_tse.csv',
    /(Z";"[^"]*?):(\d)\d\.000Z/,
    '$1:$29.000Z',
    ['SIGNATURE_WRONG'],
  ],
  [
    'the signed data differ',
    'transactions_tse.csv',
    'Beleg^3.57_',
    'Beleg^3.56_',
    ['SIGNATURE_WRONG', 'SIGNED_AMOUNTS'],
  ],
  [
    'the signed payment differs',
    'transactions_tse.csv',
    '^3.57:Bar',
    '^3.57:Unbar',
    ['SIGNATURE_WRONG', 'SIGNED_PAYMENTS'],
  ],
  ['another kind was signed', 'transactions_tse.csv', '"Beleg^', '"AVTransfer^', ['SIGNATURE_WRONG', 'SIGNED_KIND']],
  ['a flag is no flag', 'transactions.csv', ';"0";', ';"2";', ['NOT_A_FLAG']],
  ['a kind is unknown', 'references.csv', '"Transaktion"', '"InterneTransaktion"', ['UNKNOWN_WORD']],
  ['a number is no number', 'lines.csv', ';1,5;', ';1.5.2;', ['NOT_A_NUMBER']],
  ['a number has too many decimals', 'lines.csv', ';1,5;', ';1,5005;', ['TOO_MANY_DECIMALS']],
  ['a text is too long', 'pa.csv', '"Lotto"', `"${'L'.repeat(61)}"`, ['TOO_LONG']],
  ['a time is no time', 'references.csv', /"\d{4}-\d\d-\d\dT[^"]*";"3f/, '"gestern";"3f', ['NOT_A_TIME']],
  ['a row has one field less', 'slaves.csv', /;"1\.0"|\r\n$/, ';"x"\r\n', ['FIELD_COUNT']],
  [
    'a transaction ends before it begins',
    'transactions.csv',
    /"2026[^"]*";"2026[^"]*"(;"u1")/,
    '"2026-06-02T01:00:00Z";"2026-06-01T01:00:00Z"$1',
    ['TIMES_REVERSED'],
  ],
  [
    'index.xml has entities',
    'index.xml',
    '<!DOCTYPE DataSet SYSTEM',
    '<!DOCTYPE DataSet [<!ENTITY a "b">] SYSTEM',
    ['INDEX_BROKEN'],
  ],
  [
    'index.xml declares another length',
    'index.xml',
    '<MaxLength>60</MaxLength>',
    '<MaxLength>61</MaxLength>',
    ['COLUMN_TYPE'],
  ],
];

describe('A good archive with one change gives its finding and no other:', () => {
  it.each(MUTATIONS)('%s', async (_what, file, from, to, codes) => {
    const check = await checked(await mutated(file, from, to));
    expect([...codesOf(check)].sort()).toEqual([...codes].sort());
  });

  it('each finding names file, row and column, in English and German', async () => {
    const { findings } = await checked(await mutated('payment.csv', '14,28', '14,29'));
    expect(findings.find(({ code }) => code === 'STATEMENT_PAYMENTS')).toEqual({
      code: 'STATEMENT_PAYMENTS',
      severity: 'error',
      file: 'payment.csv',
      row: 2,
      column: 'Z_ZAHLART_BETRAG',
      text: 'Bar has 14.29; the payments of all receipts add up to 14.28.',
      german: 'Bar hat 14.29; die Zahlungen aller Belege ergeben 14.28.',
      source: 'dsfinvk-v1.md §8, 4',
    });
  });
});

describe('An archive is taken, with a note, when', () => {
  const every = (change: (content: string) => string) => async () => {
    const files = await filesOf(archive);
    for (const [name, content] of files) if (name.endsWith('.csv')) files.set(name, change(content));
    return await tarOf(files);
  };
  it.each([
    ['its lines end in LF', every((text) => text.replaceAll('\r\n', '\n')), 'LINE_ENDS'],
    ['its files have a byte order mark', every((text) => `\u{FEFF}${text}`), 'BYTE_ORDER_MARK'],
    [
      'it always has five decimals',
      every((text) => text.replaceAll(/;(-?\d+,\d\d)(?=[;\r])/g, ';$1000')),
      'PADDED_DECIMALS',
    ],
    [
      'times have no offset',
      every((text) => text.replaceAll(/(T\d\d:\d\d:\d\d)[+]\d\d:\d\d/g, '$1')),
      'TIME_WITHOUT_OFFSET',
    ],
    [
      'digits are grouped',
      () => mutated('itemamounts.csv', ';3,00;2,52101;0,47899', ';1.190,00;1.000,00;190,00'),
      'GROUPED_DIGITS',
    ],
    ['the DTD has another name', () => mutated('index.xml', 'gdpdu-01-09-2004.dtd', 'other.dtd'), 'DTD_NAME'],
  ] as const)('%s', async (_what, change, note) => {
    const check = await checked(await change());
    expect(codesOf(check)).toEqual([]);
    expect(notesOf(check)).toContain(note);
    expect(check.valid).toBe(true);
  });

  it('a listed table has no file, or is not listed either', async () => {
    const files = await filesOf(await written([closing(1)]));
    const withoutFile = new Map(files);
    withoutFile.delete('references.csv');
    const check = await checked(await tarOf(withoutFile));
    expect([codesOf(check), notesOf(check)]).toEqual([[], ['TABLE_MISSING', 'TSE_OUTAGE']]);
  });
});

describe('Bad input is a finding in bounded time:', () => {
  it.each([
    ['no bytes', Buffer.alloc(0), 'ARCHIVE_BROKEN'],
    ['text', Buffer.from('x'.repeat(2000)), 'ARCHIVE_BROKEN'],
    ['a broken ZIP', Buffer.from('PK\x03\x04 and nothing more'), 'ARCHIVE_BROKEN'],
  ])('%s', async (_what, bytes, code) => {
    const check = await checked(bytes);
    expect(codesOf(check)).toContain(code);
    expect(check.complete).toBe(false);
  });

  it('a thousand files', async () => {
    const many = await tarOf(new Map(Array.from({ length: 1000 }, (_, index) => [`${index}.csv`, ''])));
    expect(codesOf(await checked(many))).toContain('TOO_LARGE');
  });

  it('a ZIP bomb', async () => {
    const zip = await written([closing(1, 200)], 'zip');
    const check = await checked(zip, { bytes: zip.length * 2, files: 100 });
    expect(codesOf(check)).toContain('TOO_LARGE');
    expect(check.complete).toBe(false);
  });

  it('paths that leave the archive', async () => {
    const files = await filesOf(archive);
    const check = await checked(await tarOf(files.set('../evil.csv', 'a;b\r\n')));
    expect(codesOf(check)).toEqual(['UNSAFE_PATH']);
  });

  it('a million rows in one field', async () => {
    const files = await filesOf(archive);
    files.set('pa.csv', `${files.get('pa.csv') ?? ''}"${'a;b\r\n'.repeat(1_000_000)}`);
    expect(codesOf(await checked(await tarOf(files)))).toEqual(['CSV_BROKEN']);
  });

  it('a file that is not UTF-8', async () => {
    const files = new Map<string, string | Buffer>(await filesOf(archive));
    files.set('subitems.csv', Buffer.from([0x22, 0xe4, 0x22, 0x0d, 0x0a]));
    expect(codesOf(await checked(await tarOf(files)))).toEqual(['ENCODING']);
  });
});
