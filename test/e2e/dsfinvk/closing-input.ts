import { demo } from '../../../src/sandbox/index.js';

const { clientId: clientUuid } = demo;

const vat = (vatKey: string, gross: string, net: string, tax: string) => ({ vatKey, gross, net, vat: tax });
const euros = (amount: string) => ({ type: 'CASH', currencyCode: 'EUR', amount });

/** The input of a closing with one receipt of every member that the contract has, and one order. */
export function closingOf(closingUuid: string, number: number) {
  const time = { startedAt: '2026-03-01T10:00:00.000Z', endedAt: '2026-03-01T10:01:00.000Z' };
  return {
    closingUuid,
    clientUuid,
    number,
    exportCreatedAt: '2026-03-01T20:00:00.000Z',
    businessDate: '2026-02-28',
    firstTransactionId: 'B-1',
    lastTransactionId: 'B-2',
    businessCases: [{ type: 'SALE', name: 'Shop', amountsPerVatKey: [vat('1', '0.29', '0.24370', '0.04630')] }],
    payment: {
      fullAmount: '0.29',
      cashAmount: '0.29',
      cashAmountsPerCurrency: [{ currencyCode: 'EUR', amount: '0.29' }],
      amountsPerPaymentType: [euros('0.29')],
    },
    transactions: [
      {
        transactionId: 'B-1',
        txId: 'till-1',
        number: 1,
        type: 'RECEIPT',
        isReversal: false,
        ...time,
        clientUuid,
        user: { userId: 'u1', name: 'Ada' },
        buyer: {
          buyerId: 'k1',
          name: 'Grace',
          type: 'CUSTOMER',
          street: 'Side Street 2',
          postalCode: '20095',
          city: 'Hamburg',
          countryCode: 'DEU',
          vatIdNumber: 'DE999999999',
        },
        references: [
          { type: 'EXTERNAL_INVOICE', documentNumber: 'R-1', date: '2026-02-01T00:00:00.000Z' },
          { type: 'EXTERNAL_OTHER', documentNumber: 'O-1', name: 'Contract' },
          { type: 'TRANSACTION', closingNumber: 1, cashRegisterId: 'K-1', transactionId: 'B-0' },
        ],
        allocationGroups: ['Table 4'],
        fullAmount: '0.29',
        payments: [{ ...euros('0.29'), name: 'Drawer' }],
        amountsPerVatKey: [vat('1', '0.29', '0.24', '0.05')],
        notes: 'Thank you',
        lines: [
          {
            lineId: '1',
            text: 'Set "Ü"; two\nlines',
            isCancellation: false,
            isInHouse: false,
            voucherId: 'V-1',
            businessCase: { type: 'SALE', name: 'Shop', amountsPerVatKey: [{ vatKey: '1', gross: '0.29' }] },
            references: [{ type: 'EXTERNAL_DELIVERY_NOTE', documentNumber: 'L-1' }],
            sourceClientUuid: clientUuid,
            item: {
              number: 'A-1',
              gtin: '4006381333931',
              quantity: '0.123',
              quantityFactor: '1.5',
              quantityMeasure: 'kg',
              groupId: 'g1',
              groupName: 'Goods',
              pricePerUnit: '2.35772',
              baseAmounts: [{ vatKey: '1', net: '0.24370', vat: '0.04630' }],
              discounts: [{ vatKey: '1', gross: '-0.10000' }],
              extraAmounts: [{ vatKey: '1', gross: '0.10000' }],
              subItems: [
                { number: 'A-2', name: 'Part', quantity: '2', amount: vat('1', '0.07', '0.05882', '0.01118') },
              ],
            },
          },
        ],
        security: { outage: 'TSE ausgefallen' },
      },
      {
        transactionId: 'B-2',
        number: 2,
        type: 'ORDER',
        clientUuid: demo.clientIds.terrace,
        ...time,
        fullAmount: '0.00',
        security: { transactionUuid: demo.transactionIds.order },
      },
    ],
    metadata: [{ key: 'till', value: '1' }],
  };
}
