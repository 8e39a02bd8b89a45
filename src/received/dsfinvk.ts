import type { Operations, OperationId, Schemas as Promised } from '../contract/dsfinvk.js';
import type { ReceivedList, ReceivedMap, Unsure } from './received.js';

/**
 * The JSON types of DSFinV-K as received, as `received/sign-de.ts` describes. Each object has an `_id`: the gateway
 * adds it where the upstream calls the id otherwise, e.g. `closing_id` (`datasources/dsfinvk/answers.ts`).
 */
export interface Schemas {
  readonly VatDefinition: Identified<Promised['VatDefinition']> & { readonly vat_definition_export_id: number };
  readonly CashRegister: Identified<Promised['CashRegister']>;
  readonly PurchaserAgency: Identified<Promised['PurchaserAgency']>;
  readonly CashPointClosing: IdentifiedJob<Promised['CashPointClosing']>;
  readonly CashPointClosingDetails: Unsure<Promised['CashPointClosingDetails'], never>;
  readonly CashPointClosingReport: Unsure<Promised['CashPointClosingReport'], never>;
  readonly Export: IdentifiedJob<Promised['Export']>;
}

type Identified<Json> = { readonly _id: string } & Unsure<Json, '_id'>;
type IdentifiedJob<Json> = { readonly _id: string; readonly state: string } & Unsure<Json, '_id' | 'state'>;

/** The objects that answers and lists of the contract have, by their `_type`. */
interface ByType {
  readonly VAT_DEFINITION: Schemas['VatDefinition'];
  readonly CASH_REGISTER: Schemas['CashRegister'];
  readonly PURCHASER_AGENCY: Schemas['PurchaserAgency'];
  readonly CASH_POINT_CLOSING: Schemas['CashPointClosing'];
  readonly EXPORT: Schemas['Export'];
}

/** The 200 answer of an operation: JSON as received, or bytes. */
export type Answer<Operation extends OperationId> = Operation extends 'retrieveCashPointClosingDetails'
  ? Schemas['CashPointClosingDetails']
  : Operation extends 'retrieveCashPointClosingReports'
    ? ReceivedList<Schemas['CashPointClosingReport']>
    : Operations[Operation]['responses'][200]['content'] extends { 'application/json': infer Json }
      ? Json extends { readonly data?: readonly (infer Row)[]; readonly count?: number }
        ? ReceivedList<ReceivedRow<Row>> & { readonly _env?: unknown }
        : ReceivedRow<Json>
      : Uint8Array;

type ReceivedRow<Json> = Json extends { readonly _type?: infer Type }
  ? NonNullable<Type> extends keyof ByType
    ? ByType[NonNullable<Type>]
    : ReceivedMap
  : ReceivedMap;
