import { DSFINVK_PAIRS } from '../common/metadata.js';
import { metadataMutationOf } from '../common/metadata-mutation.js';
import { BigInt } from '../common/scalars.js';
import { CashRegister } from './cash-register.js';
import { DsfinvkExport } from './export.js';
import { PurchaserAgency } from './purchaser-agency.js';
import { VatDefinition } from './vat-definition.js';

const maximumPairs = DSFINVK_PAIRS;

/** Input and payload of `updateVatDefinitionMetadata`. */
export const VatDefinitionMetadata = metadataMutationOf({
  name: 'VatDefinition',
  field: 'vatDefinition',
  one: 'a VAT definition',
  rowClass: () => VatDefinition,
  ids: { key: 'the VAT definition' },
  idType: BigInt,
  maximumPairs,
});

/** Input and payload of `updateCashRegisterMetadata`. */
export const CashRegisterMetadata = metadataMutationOf({
  name: 'CashRegister',
  field: 'cashRegister',
  one: 'a cash register',
  rowClass: () => CashRegister,
  ids: { clientUuid: 'the client' },
  maximumPairs,
});

/** Input and payload of `updatePurchaserAgencyMetadata`. */
export const PurchaserAgencyMetadata = metadataMutationOf({
  name: 'PurchaserAgency',
  field: 'purchaserAgency',
  one: 'a purchaser agency',
  rowClass: () => PurchaserAgency,
  ids: { purchaserAgencyUuid: 'the agency' },
  maximumPairs,
});

/** Input and payload of `updateDsfinvkExportMetadata`. */
export const DsfinvkExportMetadata = metadataMutationOf({
  name: 'DsfinvkExport',
  field: 'export',
  one: 'a DSFinV-K export',
  rowClass: () => DsfinvkExport,
  ids: { exportUuid: 'the export' },
  maximumPairs,
});
