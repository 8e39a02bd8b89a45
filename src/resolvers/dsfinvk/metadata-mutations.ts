import { CashRegister } from '../../schema/dsfinvk/cash-register.js';
import { CashPointClosing } from '../../schema/dsfinvk/closing/closing.js';
import { CashPointClosingMetadata } from '../../schema/dsfinvk/closing/closing-mutations.js';
import { DsfinvkExport } from '../../schema/dsfinvk/export.js';
import {
  CashRegisterMetadata,
  DsfinvkExportMetadata,
  PurchaserAgencyMetadata,
  VatDefinitionMetadata,
} from '../../schema/dsfinvk/metadata-mutations.js';
import { PurchaserAgency } from '../../schema/dsfinvk/purchaser-agency.js';
import { VatDefinition } from '../../schema/dsfinvk/vat-definition.js';
import { metadataResolverOf } from '../common/metadata-mutation.js';
import { checkKey } from './vat-definition.js';

/** Mutations on metadata of DSFinV-K, in the order of the schema. */
export const dsfinvkMetadataResolvers = [
  metadataResolverOf(VatDefinitionMetadata, {
    update: ({ dsfinvkMetadata }, { key }, pairs) =>
      dsfinvkMetadata.update('vatDefinition', { vat_definition_export_id: checkKey(key) }, pairs),
    read: async ({ vatDefinitions }, { key }) => new VatDefinition(await vatDefinitions.load(checkKey(key))),
  }),
  metadataResolverOf(CashRegisterMetadata, {
    update: ({ dsfinvkMetadata }, { clientUuid }, pairs) =>
      dsfinvkMetadata.update('cashRegister', { client_id: clientUuid }, pairs),
    read: async ({ cashRegisters }, { clientUuid }) => new CashRegister(await cashRegisters.load(clientUuid)),
  }),
  metadataResolverOf(PurchaserAgencyMetadata, {
    update: ({ dsfinvkMetadata }, { purchaserAgencyUuid }, pairs) =>
      dsfinvkMetadata.update('purchaserAgency', { purchaser_agency_id: purchaserAgencyUuid }, pairs),
    read: async ({ purchaserAgencies }, { purchaserAgencyUuid }) =>
      new PurchaserAgency(await purchaserAgencies.load(purchaserAgencyUuid)),
  }),
  metadataResolverOf(CashPointClosingMetadata, {
    update: ({ dsfinvkMetadata }, { closingUuid }, pairs) =>
      dsfinvkMetadata.update('closing', { closing_id: closingUuid }, pairs),
    read: async ({ closings }, { closingUuid }) => new CashPointClosing(await closings.load(closingUuid)),
  }),
  metadataResolverOf(DsfinvkExportMetadata, {
    update: ({ dsfinvkMetadata }, { exportUuid }, pairs) =>
      dsfinvkMetadata.update('export', { export_id: exportUuid }, pairs),
    read: async ({ dsfinvkExports }, { exportUuid }) => new DsfinvkExport(await dsfinvkExports.load(exportUuid)),
  }),
] as const;
