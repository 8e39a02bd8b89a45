import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { transactionRow } from '../datasources/rows.js';
import { Transaction } from '../../src/schema/sign-de/transaction/transaction.js';

test('a QR code is drawn once, whoever asks for it how often, and not before it is asked for', () => {
  const transaction = new Transaction(
    transactionRow(randomUUID(), randomUUID(), randomUUID(), 1, {
      state: 'FINISHED',
      time_end: 2,
      qr_code_data: 'V0;x',
    }),
  );
  const drawn = jest.spyOn(Buffer, 'byteLength'); // which a drawing starts with
  try {
    expect(transaction.qrCode!.data).toBe('V0;x');
    expect(transaction.printout!.qrCode.data).toBe('V0;x');
    expect(drawn).not.toHaveBeenCalledWith('V0;x');
    const svg = transaction.qrCode!.svg;
    expect(svg).toContain('<svg');
    expect(transaction.qrCode!.svg).toBe(svg);
    expect(transaction.printout!.qrCode.svg).toBe(svg);
    expect(drawn.mock.calls.filter(([text]) => text === 'V0;x')).toHaveLength(1);
  } finally {
    drawn.mockRestore();
  }
});

test('a signature is checked once, whichever of its fields are asked for', () => {
  const transaction = new Transaction(transactionRow(randomUUID(), randomUUID(), randomUUID(), 1));
  expect(transaction.verification).toBe(transaction.verification);
});
