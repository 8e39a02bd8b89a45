import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { transactionRow } from '../datasources/rows.js';

const library = await import('qr');
const encodeQR = jest.fn(library.encodeQR);
jest.unstable_mockModule('qr', () => ({ ...library, encodeQR }));
const { Transaction } = await import('../../src/schema/sign-de/transaction/transaction.js');

test('a QR code is encoded once, whoever draws it how often, and not before it is drawn', () => {
  const transaction = new Transaction(
    transactionRow(randomUUID(), randomUUID(), randomUUID(), 1, {
      state: 'FINISHED',
      time_end: 2,
      qr_code_data: 'V0;x',
    }),
  );
  expect(transaction.qrCode!.data).toBe('V0;x');
  expect(transaction.printout!.qrCode.data).toBe('V0;x');
  expect(encodeQR).not.toHaveBeenCalled();
  const svg = transaction.qrCode!.svg;
  expect(svg).toContain('<svg');
  expect(transaction.qrCode!.svg).toBe(svg);
  expect(transaction.printout!.qrCode.svg).toBe(svg);
  expect(encodeQR).toHaveBeenCalledTimes(1);
});

test('a signature is checked once, whichever of its fields are asked for', () => {
  const transaction = new Transaction(transactionRow(randomUUID(), randomUUID(), randomUUID(), 1));
  expect(transaction.verification).toBe(transaction.verification);
});
