import type { Schemas as Contract } from '../../../contract/dsfinvk.js';
import { toMetadataMap } from '../../common/metadata.js';
import { toSeconds } from '../../common/time.js';
import { toJsonNumber } from '../amounts.js';
import type { InsertCashPointClosingInput } from './closing-mutations.js';
import type { BusinessCaseInput, ClosingPaymentInput, ClosingVatAmountInput } from './statement-input.js';
import type {
  ClosingBuyerInput,
  ClosingLineInput,
  ClosingReferenceInput,
  ClosingSecurityInput,
  ClosingTransactionInput,
  LineItemInput,
  SubItemInput,
} from './transaction-input.js';

// Maps inputs to the upstream's form. They were checked by `closing-problems.ts`, which is the reason for each cast
// here: the contract's unions and enums cannot express what was checked.

/** The members of an object that have a value: absent ones are not sent. */
function present<Members extends object>(members: Members): { [Name in keyof Members]: NonNullable<Members[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null)) as {
    [Name in keyof Members]: NonNullable<Members[Name]>;
  };
}

function number(decimal: string | null | undefined): number | undefined {
  return typeof decimal === 'string' ? toJsonNumber(decimal) : undefined;
}

function toVatAmount({ vatKey, gross, net, vat }: ClosingVatAmountInput) {
  return present({
    vat_definition_export_id: Number(vatKey),
    incl_vat: number(gross),
    excl_vat: number(net),
    vat: number(vat),
  });
}

function toBusinessCase({ type, name, purchaserAgencyUuid, amountsPerVatKey }: BusinessCaseInput) {
  return present({
    type,
    name,
    purchaser_agency_id: purchaserAgencyUuid,
    amounts_per_vat_id: amountsPerVatKey.map(toVatAmount),
  });
}

function toPayment({ type, name, currencyCode, amount, foreignAmount }: ClosingPaymentInput) {
  return present({
    type,
    name,
    currency_code: currencyCode,
    foreign_amount: number(foreignAmount),
    amount: toJsonNumber(amount),
  });
}

function toReference(reference: ClosingReferenceInput) {
  const { type, date, documentNumber, name, closingNumber, cashRegisterId, transactionId, txId } = reference;
  return present({
    type,
    date: date && toSeconds(date),
    ...(type === 'ExterneSonstige'
      ? { name, external_other_export_id: documentNumber }
      : { external_export_id: documentNumber }),
    cash_point_closing_export_id: closingNumber,
    cash_register_export_id: cashRegisterId,
    transaction_export_id: transactionId,
    tx_id: txId,
  });
}

function toSubItem(item: SubItemInput) {
  const { number: articleNumber, gtin, name, quantity, quantityFactor, quantityMeasure, groupId, groupName } = item;
  return present({
    number: articleNumber,
    gtin,
    name,
    quantity: toJsonNumber(quantity),
    quantity_factor: number(quantityFactor),
    quantity_measure: quantityMeasure,
    group_id: groupId,
    group_name: groupName,
    amount_per_vat_id: toVatAmount(item.amount),
  });
}

function toItem(item: LineItemInput) {
  const { number: articleNumber, gtin, quantity, quantityFactor, quantityMeasure, groupId, groupName } = item;
  return present({
    number: articleNumber,
    gtin,
    quantity: toJsonNumber(quantity),
    quantity_factor: number(quantityFactor),
    quantity_measure: quantityMeasure,
    group_id: groupId,
    group_name: groupName,
    price_per_unit: toJsonNumber(item.pricePerUnit),
    base_amounts_per_vat_id: item.baseAmounts?.map(toVatAmount),
    discounts_per_vat_id: item.discounts?.map(toVatAmount),
    extra_amounts_per_vat_id: item.extraAmounts?.map(toVatAmount),
    sub_items: item.subItems?.map(toSubItem),
  });
}

function toLine(line: ClosingLineInput) {
  return present({
    business_case: toBusinessCase(line.businessCase),
    lineitem_export_id: line.lineId,
    storno: line.isCancellation,
    text: line.text,
    in_house: line.isInHouse,
    references: line.references?.map(toReference),
    voucher_id: line.voucherId,
    item: line.item && toItem(line.item),
    source_cash_register: line.sourceClientUuid,
  });
}

function toBuyer(buyer: ClosingBuyerInput) {
  const { buyerId, name, type, street, postalCode, city, countryCode, vatIdNumber } = buyer;
  const address = present({ street, postal_code: postalCode, city, country_code: countryCode });
  return present({
    name,
    type,
    address: Object.keys(address).length > 0 ? address : undefined,
    vat_id_number: vatIdNumber,
    buyer_export_id: buyerId,
  });
}

function toSecurity({ transactionUuid, outage, external }: ClosingSecurityInput) {
  if (!external) return present({ tss_tx_id: transactionUuid, error_message: outage });
  return present({
    tx_number: external.number,
    tx_start: external.startedAt,
    tx_end: external.finishedAt,
    process_type: external.processType,
    process_data: external.processData,
    signature_counter: external.signatureCounter,
    signature: external.signature,
    error_message: external.errorMessage,
  });
}

function toTransaction(transaction: ClosingTransactionInput) {
  return {
    head: present({
      tx_id: transaction.txId,
      transaction_export_id: transaction.transactionId,
      closing_client_id: transaction.clientUuid,
      type: transaction.type,
      name: transaction.name,
      storno: transaction.isReversal,
      number: transaction.number,
      timestamp_start: toSeconds(transaction.startedAt),
      timestamp_end: toSeconds(transaction.endedAt),
      user: transaction.user && present({ name: transaction.user.name, user_export_id: transaction.user.userId }),
      buyer: transaction.buyer && toBuyer(transaction.buyer),
      references: transaction.references?.map(toReference),
      allocation_groups: transaction.allocationGroups,
    }),
    data: present({
      full_amount_incl_vat: toJsonNumber(transaction.fullAmount),
      payment_types: transaction.payments?.map(toPayment),
      amounts_per_vat_id: transaction.amountsPerVatKey?.map(toVatAmount),
      notes: transaction.notes,
      lines: transaction.lines?.map(toLine),
    }),
    security: toSecurity(transaction.security),
  };
}

/** The upstream's form of a closing. */
export function toClosing(input: InsertCashPointClosingInput): Contract['CashPointClosingInsert'] {
  const { businessCases, payment, transactions, metadata } = input;
  const statement = present({
    business_cases: businessCases?.map(toBusinessCase),
    payment: payment && {
      full_amount: toJsonNumber(payment.fullAmount),
      cash_amount: toJsonNumber(payment.cashAmount),
      cash_amounts_by_currency: payment.cashAmountsPerCurrency.map(({ currencyCode, amount }) => ({
        currency_code: currencyCode,
        amount: toJsonNumber(amount),
      })),
      payment_types: payment.amountsPerPaymentType.map(toPayment),
    },
  });
  return present({
    client_id: input.clientUuid,
    cash_point_closing_export_id: input.number,
    head: {
      ...present({ business_date: input.businessDate }),
      export_creation_date: toSeconds(input.exportCreatedAt),
      first_transaction_export_id: input.firstTransactionId ?? null,
      last_transaction_export_id: input.lastTransactionId ?? null,
    },
    cash_statement: Object.keys(statement).length > 0 ? statement : undefined,
    transactions: transactions?.map(toTransaction),
    metadata: metadata && toMetadataMap(metadata),
  }) as unknown as Contract['CashPointClosingInsert'];
}
