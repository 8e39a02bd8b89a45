import fc from 'fast-check';
import { REDACTED, redactOperations, redactText } from '../../explorer/src/redact.js';

const SECRET_NAMES = [
  'adminPin',
  'newAdminPin',
  'adminPuk',
  'apiSecret',
  'secret',
  'accessToken',
  'refreshToken',
  'authorization',
  'admin_pin',
  'api_secret',
  'ADMINPIN',
];
/** The secret to look for afterwards: no example, no name and no other generated text has these letters. */
const MARKER = 'kQ7zWx93';
const marker = fc
  .string({ maxLength: 6, unit: fc.constantFrom('a', '0', ' ', '#', ',', '{', ']', ':', '-') })
  .map((end) => `${MARKER}${end}`);
const name = fc.constantFrom(...SECRET_NAMES);
const gap = fc
  .array(
    fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '\r\n',
      ',',
      '\uFEFF',
      '# a comment: "x"\n',
      '#adminPin\n',
      '// one: "x"\n',
      '/* two: "x" **/',
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));
const quoted = marker.map((text) => JSON.stringify(text));
const blockString = fc
  .tuple(marker, fc.constantFrom('', '\n', ' "x" ', '\\"""', '\n  two\n'))
  .map(([text, other]) => `"""${other}${text}${other}"""`);
const bare = fc.constantFrom(MARKER, `-1${MARKER}`, `$${MARKER}`.slice(1));
const listed = fc.oneof(quoted, blockString).map((value) => `["x]", { a: ${value} }, ${value}]`);

/** Text as it stands in operations and variables, with no secret-bearing name in it. */
const ordinary = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ':',
      '=',
      '"',
      '"a\\"b"',
      '"""',
      '#',
      '\n',
      ' ',
      ',',
      'pinned',
      '$x',
      'tokens',
      'id',
      '"key"',
      '\\',
      '...',
      '@skip',
      '3.99',
      'ß',
      '😀',
      'secretly',
      'a-pin-b',
      '!',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('redactText', () => {
  test('takes a secret out wherever a secret-bearing name has it, in any quotes and spacing and any text around it', () => {
    fc.assert(
      fc.property(
        ordinary,
        name,
        gap,
        gap,
        fc.oneof(quoted, blockString, bare, listed),
        ordinary,
        (before, key, left, right, value, after) => {
          for (const written of [key, JSON.stringify(key)]) {
            expect(redactText(`${before} ${written}${left}:${right}${value} ${after}`)).not.toContain(MARKER);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('takes out a secret that is still being typed', () => {
    fc.assert(
      fc.property(
        ordinary,
        name,
        fc.constantFrom('"', '"""', "'", '`', '[', '{ a: "', '[["'),
        marker,
        (before, key, opening, secret) => {
          expect(redactText(`${before} ${key}: ${opening}${secret}`)).not.toContain(MARKER);
        },
      ),
    );
  });

  test('leaves ordinary text as it is', () => {
    fc.assert(
      fc.property(ordinary, (text) => {
        expect(redactText(text)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('changes nothing more the second time', () => {
    fc.assert(
      fc.property(ordinary, name, fc.oneof(quoted, blockString, bare), ordinary, (before, key, value, after) => {
        const once = redactText(`${before} ${key}: ${value} ${after}`);
        expect(redactText(once)).toBe(once);
      }),
    );
  });

  test.each([
    ['an inline argument', '{ a(adminPin: "12345", b: 1) { c } }', '{ a(adminPin: "[redacted]", b: 1) { c } }'],
    ['a number', '{"adminPin": 123456, "n": 1}', '{"adminPin": "[redacted]", "n": 1}'],
    ['a key spelled with escapes', '{"admin\\u0050in": "x"}', '{"admin\\u0050in": "[redacted]"}'],
    [
      'a default of a variable',
      'query($adminPin: String! = "1", $b: Int = 5) { c }',
      'query($adminPin: String! = "[redacted]", $b: Int = 5) { c }',
    ],
    [
      'a default of a secret type',
      'query($a: [AdminPin!]! = "1", $b: Int = 5) { c }',
      'query($a: [AdminPin!]! = "[redacted]", $b: Int = 5) { c }',
    ],
    [
      'a default of a variable that is handed on',
      'query($a: X = "1") { c(adminPin: $a) }',
      'query($a: X = "[redacted]") { c(adminPin: $a) }',
    ],
    ['a key with a needless dollar', '{"$adminPin": "1", "n": 1}', '{"$adminPin": "[redacted]", "n": 1}'],
    ['a comment', '# adminPin: "1"\n{ c }', '# adminPin: "[redacted]"\n{ c }'],
    ['a scheme and token without quotes', 'authorization: Bearer a.b.c\nx', 'authorization: "[redacted]"\nx'],
  ])('takes out the value of %s and nothing else', (_case, text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test.each([
    ['a reference to a variable', 'mutation($adminPin: AdminPin!) { a(input: { adminPin: $adminPin }) { c } }'],
    ['null', '{"adminPin": null, "adminPuk":null}'],
    ['a selected field', '{ createTss(input: {}) { adminPuk session { accessToken } } }'],
    ['names that only contain a secret name', '{"pinned": "x", "secretary": "y", "tokens": 3}'],
    ['an example', '# The demo PIN is 123456.\nquery A { viewer { environment } }'],
  ])('leaves %s as it is', (_case, text) => {
    expect(redactText(text)).toBe(text);
  });

  test('stays fast on long text that almost matches', () => {
    const start = process.cpuUsage();
    redactText(`adminPin ${'#'.repeat(200_000)}`);
    redactText(`adminPin ${'/**/'.repeat(50_000)}`);
    redactText('adminPin '.repeat(20_000));
    redactText('A'.repeat(1_000_000));
    expect(process.cpuUsage(start).user / 1_000_000).toBeLessThan(2); // whatever else the machine does
  });
});

describe('redactOperations', () => {
  const tab = {
    id: '1',
    title: 'CreateClient',
    hash: `x|${MARKER}`,
    query: 'mutation CreateClient($p: AdminPin!, $input: I!) { c(a: 1) }',
    variables: `{"p": "${MARKER}", "input": {"adminPin": "${MARKER}", "serialNumber": "CAFE-05"}}`,
    headers: `{"x-api-key": "${MARKER}"}`,
    operationName: 'CreateClient',
    response: `{"data": {"adminPuk": "${MARKER}"}}`,
  };

  test('keeps tabs, without secrets, headers and responses', () => {
    const stored = redactOperations(JSON.stringify({ tabs: [tab], activeTabIndex: 2 }));
    expect(stored).not.toContain(MARKER);
    expect(JSON.parse(stored)).toEqual({
      tabs: [
        {
          ...tab,
          hash: '',
          variables: `{"p": "${REDACTED}", "input": {"adminPin": "${REDACTED}", "serialNumber": "CAFE-05"}}`,
          headers: '',
          response: '',
        },
      ],
      activeTabIndex: 2,
    });
  });

  test.each(['queries', 'favorites'])('keeps the operations of "%s", without secrets and headers', (list) => {
    const { query, variables, headers } = tab;
    const item = { query, variables, headers, label: `PIN: ${MARKER}`, favorite: true };
    const stored = redactOperations(JSON.stringify({ [list]: [item, { query: '{ a }', favorite: false }] }));
    expect(stored).not.toContain(MARKER);
    expect(stored).toContain('CAFE-05');
    expect(JSON.parse(stored)).toMatchObject({
      [list]: [
        { query, headers: '', favorite: true },
        { query: '{ a }', favorite: false },
      ],
    });
  });

  test('takes a variable out by what the operation uses it for, whatever it is called', () => {
    for (const query of [
      'mutation($x: AdminPin!) { a(b: $x) }',
      'mutation($x: String) { a(input: { newAdminPin: $x }) }',
      'mutation($x: [Token!]!) { a(b: $x) }',
    ]) {
      expect(
        redactOperations(JSON.stringify({ tabs: [{ query, variables: `{"\\u0078": "${MARKER}"}` }] })),
      ).not.toContain(MARKER);
    }
  });

  test('never keeps a secret that stands anywhere in a tab', () => {
    fc.assert(
      fc.property(ordinary, name, gap, fc.oneof(quoted, blockString, bare), (text, key, space, value) => {
        const pair = `${text} "${key}"${space}:${space}${value}`;
        const stored = redactOperations(JSON.stringify({ tabs: [{ query: pair, variables: pair, label: pair }] }));
        expect(stored).not.toContain(MARKER);
      }),
    );
  });

  test('refuses what is no JSON', () => {
    expect(() => redactOperations('{')).toThrow(SyntaxError);
  });
});

test.each(['pin #', 'pin /* ', 'pin //', '$a: #', '"a" ', 'a #\n', '$a:', "pin: ['", 'pin:"""'])(
  'takes time in proportion to the text: %j again and again',
  (part) => {
    const time = (size: number) => {
      const text = part.repeat(Math.floor(size / part.length));
      const before = process.cpuUsage();
      redactText(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    const little = Math.max(Math.min(time(100_000), time(100_000)), 20);
    const much = time(800_000);
    // Once more only if something else, such as the collection of garbage, may have come between.
    expect(much < little * 20 ? much : time(800_000)).toBeLessThan(little * 20);
  },
);
