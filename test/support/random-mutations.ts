import { randomUUID } from 'node:crypto';
import { demo } from '../../src/sandbox/index.js';
import type { Shop } from './random-shop.js';

/**
 * Inputs of every mutation that give the same result each time after the first. Mutations that sign have their own UUID
 * and sign once, mutations that change something set it to its current value, and all others are refused without a
 * PIN try.
 */
export function repeatableInputs({
  otherTss,
  exportId,
  transactionIds,
}: Shop): Readonly<Record<string, readonly object[]>> {
  const { tssId: tssUuid, clientId: clientUuid } = demo;
  const nobody = randomUUID();
  const [transactionUuid] = transactionIds;
  const metadata = [{ key: 'random', value: 'same' }];
  const at = () => ({ tssUuid, clientUuid, transactionUuid: randomUUID() });
  const amountsPerVatRate = [{ vatRate: 'NORMAL', amount: '21.42' }];
  const receipt = { amountsPerVatRate, amountsPerPaymentType: [{ paymentType: 'CASH', amount: '21.42' }] };
  const odd = { amountsPerVatRate, amountsPerPaymentType: [{ paymentType: 'CASH', amount: '1.00' }] };
  const bad = { amountsPerVatRate: [{ vatRate: 'UNKNOWN', amount: '1' }] };
  const register = { brand: 'B', model: 'M', software: { brand: 'S' }, baseCurrencyCode: 'EUR' };
  const address = { street: 'S', postalCode: '1', city: 'C', countryCode: 'DEU' };
  const agency = { number: 1, name: 'A', taxNumber: '1', address };
  const sale = at();
  const begun = at();
  const [finished, cancelled] = [at(), at()];
  return {
    authenticate: [{ apiKey: { key: 'nobody', secret: 'wrong' } }, { refreshToken: 'none' }],
    provisionTss: [{ tssUuid, adminPin: '12' }],
    deprovisionTss: [{ tssUuid, confirmTssUuid: otherTss }],
    createTss: [{ tssUuid }],
    personalizeTss: [{ tssUuid }, { tssUuid: nobody }],
    initializeTss: [{ tssUuid }, { tssUuid, description: 'x'.repeat(101) }],
    disableTss: [{ tssUuid, confirmTssUuid: otherTss }],
    changeAdminPin: [{ tssUuid, adminPuk: '1', newAdminPin: '2' }],
    authenticateAdmin: [{ tssUuid: nobody, adminPin: '123456' }],
    logoutAdmin: [{ tssUuid: nobody }],
    createClient: [{ tssUuid, clientUuid: nobody, serialNumber: 'X' }],
    registerClient: [{ tssUuid, clientUuid }],
    deregisterClient: [{ tssUuid, clientUuid }],
    signReceipt: [
      { ...sale, receipt },
      { ...at(), receipt: odd, metadata },
      { ...sale, receipt: odd },
      { ...at(), clientUuid: nobody, receipt },
      { ...at(), receipt: bad },
    ],
    signOrder: [{ ...at(), order: { lines: [{ quantity: '2', text: 'Ice', pricePerUnit: '3.99' }] } }],
    signOther: [{ ...at(), other: { a: 1 } }],
    signRaw: [
      { ...at(), raw: { processType: 'Unbekannt-V1', processData: 'QmVsZWc=' } },
      { ...at(), raw: { processType: 'Käse', processData: '' } },
    ],
    signTaximeter: [{ ...at(), taximeter: { driverStatus: { status: 'LOGON', driverId: 'A' } } }],
    startTransaction: [begun, finished, cancelled, { ...at(), processData: { receipt: bad } }],
    updateTransaction: [
      { ...begun, processData: { receipt }, revision: 2 },
      { ...at(), processData: { receipt }, revision: 1 },
    ],
    finishTransaction: [
      { ...finished, processData: { receipt }, revision: 2 },
      { ...sale, processData: { other: { a: 2 } } },
    ],
    cancelTransaction: [{ ...cancelled, revision: 2 }, { ...sale }],
    triggerExport: [
      { tssUuid, exportUuid: exportId },
      { tssUuid, exportUuid: nobody, maximumRecords: 0 },
    ],
    cancelExport: [{ tssUuid, exportUuid: exportId }],
    exportAll: [
      { tssUuid: nobody, uuid: nobody },
      { tssUuid, uuid: nobody, signaturesPerExport: 0 },
    ],
    cancelOpenTransactions: [{ tssUuid: otherTss }, { tssUuid, first: 0 }],
    updateTssMetadata: [
      { tssUuid, metadata },
      { tssUuid, metadata: [{ key: 'k'.repeat(41), value: 'v' }] },
    ],
    updateClientMetadata: [
      { tssUuid, clientUuid, metadata },
      { tssUuid, clientUuid: nobody, metadata },
    ],
    updateTransactionMetadata: [{ tssUuid, transactionUuid, metadata }],
    updateExportMetadata: [{ tssUuid, exportUuid: exportId, metadata }],
    // Each change of master data makes a revision, so the ones here are refused.
    upsertVatDefinition: [{ key: '1', percentage: '19' }],
    upsertCashRegister: [{ ...register, clientUuid: nobody, master: { tssUuid } }],
    upsertPurchaserAgency: [{ ...agency, purchaserAgencyUuid: nobody, clientUuid: nobody }],
    insertCashPointClosing: [
      { closingUuid: nobody, clientUuid: nobody, number: 1, exportCreatedAt: '2026-01-01T00:00:00Z' },
    ],
    deleteCashPointClosing: [{ closingUuid: nobody }],
    triggerDsfinvkExport: [
      { exportUuid: nobody, businessDays: { from: '2001-01-01', to: '2001-01-02' } },
      { exportUuid: nobody },
    ],
    cancelDsfinvkExport: [{ exportUuid: nobody }],
    updateVatDefinitionMetadata: [{ key: '999', metadata }],
    updateCashRegisterMetadata: [{ clientUuid, metadata }],
    updatePurchaserAgencyMetadata: [{ purchaserAgencyUuid: nobody, metadata }],
    updateCashPointClosingMetadata: [{ closingUuid: demo.closingId, metadata }],
    updateDsfinvkExportMetadata: [{ exportUuid: demo.dsfinvkExportId, metadata }],
  };
}
