import { QrCode } from '../../../../src/schema/sign-de/transaction/qr-code.js';
import { scan } from '../../../e2e/support/scan.js';
import { sized } from '../../../support/run-size.js';

/** Bytes that a code of the largest size holds with each level of error correction (ISO/IEC 18004). */
const LEVELS: readonly (readonly [level: string, bytes: number])[] = [
  ['H', 1_273],
  ['Q', 1_663],
  ['M', 2_331],
  ['L', 2_953],
];
/** Scanning takes long: the normal run has the largest payload and one other, each time another. */
const first = Math.floor(Math.random() * (LEVELS.length - 1));
const chosen = LEVELS.filter(([level], index) => level === 'L' || sized(Number(index === first), 1) === 1);

test.each(chosen)('A payload of as many bytes as level %s holds (%i) is drawn and scans', (_, size) => {
  const data = `V0;${'x'.repeat(size - 3)}`;
  expect(scan(new QrCode(data).svg!)).toBe(data);
});

test('A payload that no code holds is none, and no error', () => {
  expect(new QrCode('x'.repeat(2_954)).svg).toBeNull();
});
