import { QrCode } from '../../../../src/schema/sign-de/transaction/qr-code.js';
import { scan } from '../../../e2e/support/scan.js';

/** Bytes that a code of the largest size holds with each level of error correction (ISO/IEC 18004). */
test.each([
  ['H', 1_273],
  ['Q', 1_663],
  ['M', 2_331],
  ['L', 2_953],
])('A payload of as many bytes as level %s holds (%i) is drawn and scans', (_, size) => {
  const data = `V0;${'x'.repeat(size - 3)}`;
  expect(scan(new QrCode(data).svg!)).toBe(data);
});

test('A payload that no code holds is none, and no error', () => {
  expect(new QrCode('x'.repeat(2_954)).svg).toBeNull();
});
