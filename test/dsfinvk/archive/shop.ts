import { createHash, generateKeyPairSync } from 'node:crypto';
import type { ArchiveClosing, ArchiveSignedTransaction } from '../../../src/dsfinvk/archive/archive-content.js';
import { rebuildSignedBytes } from '../../../src/tse/log/log-message.js';
import { signPlain, tssSerialNumber, uncompressedPoint } from '../../../src/tse/signature/signature.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const point = uncompressedPoint(publicKey);
const serialNumber = Buffer.from(tssSerialNumber(point)).toString('hex');

/** The register that all closings of the shop belong to, and what its TSE signs. */
export const REGISTER = '3f0c9a52-7d1b-4c86-9e4a-0b6f2d815c77';
export const SLAVE = '7a1c9a52-7d1b-4c86-9e4a-0b6f2d815c11';
const AGENCY = '5b2c9a52-7d1b-4c86-9e4a-0b6f2d815c22';
const REGISTER_SERIAL = 'till-1';

/** The first second of the shop's first day. */
const START = 1_780_000_000;

let counter = 0;

function sign(processData: string, time: number): ArchiveSignedTransaction {
  counter += 1;
  const signed = rebuildSignedBytes({
    kind: 'transaction',
    operation: 'Finish',
    clientId: REGISTER_SERIAL,
    processData: Buffer.from(processData),
    processType: 'Kassenbeleg-V1',
    transactionNumber: BigInt(counter),
    serialNumber: Buffer.from(serialNumber, 'hex'),
    signatureAlgorithm: 'ecdsa-plain-SHA256',
    signatureCounter: BigInt(counter),
    logTime: { format: 'unixTime', seconds: time },
  });
  return {
    tssSerialNumber: serialNumber,
    number: counter,
    timeStart: time - 5,
    timeEnd: time,
    processType: 'Kassenbeleg-V1',
    processData: Buffer.from(processData),
    signatureCounter: counter,
    signature: Buffer.from(signPlain(privateKey, signed)).toString('base64'),
  };
}

/** Cents as a number of the API: its digits are exact. */
function amount(cents: number): number {
  return Number((cents / 100).toFixed(2));
}

/** Net and tax of a gross amount in cents at 19 %, rounded half up. */
function parts(gross: number): { incl_vat: number; excl_vat: number; vat: number } {
  const net = Math.round((gross * 100) / 119);
  return { incl_vat: amount(gross), excl_vat: amount(net), vat: amount(gross - net) };
}

/**
 * A closing with `count` cash sales of two lines (1.19 and 2.38, the second one discounted), one with a card at a
 * terminal for an agency, and an outage.
 */
export function closing(number: number, count = 3): ArchiveClosing {
  const signedTransactions = new Map<string, ArchiveSignedTransaction>();
  const end = START + number * 86_400;
  const transactions = Array.from({ length: count + 2 }, (_, index) => {
    const isCard = index === count;
    const isOutage = index === count + 1;
    const id = `tx-${number}-${index}`;
    const bonId = String(number * 1_000_000 + index);
    const time = end - 50_000 + index;
    const total = 119 + 238;
    const data = `Beleg^3.57_0.00_0.00_0.00_0.00^3.57:${isCard ? 'Unbar' : 'Bar'}`;
    if (!isOutage) signedTransactions.set(id, sign(data, time));
    return {
      head: {
        tx_id: id,
        transaction_export_id: bonId,
        type: 'Beleg' as const,
        storno: false,
        number: index + 1,
        timestamp_start: time - 5,
        timestamp_end: time,
        user: { user_export_id: 'u1', name: 'Jürgen "der Chef"; Müller' },
        ...(isCard && { closing_client_id: SLAVE }),
        ...(index === 1 && { references: [{ type: 'InterneTransaktion' as const, tx_id: `TX-${number}-0` }] }),
        ...(index === 0 && { allocation_groups: ['Tisch 4'] }),
      },
      data: {
        full_amount_incl_vat: amount(total),
        payment_types: [
          { type: isCard ? ('GuthabenKarte' as const) : ('Bar' as const), currency_code: 'EUR', amount: amount(total) },
        ],
        amounts_per_vat_id: [{ vat_definition_export_id: 1, ...parts(total) }],
        lines: [119, 238].map((gross, line) => ({
          business_case: {
            type: 'Umsatz' as const,
            ...(isCard && { purchaser_agency_id: AGENCY }),
            amounts_per_vat_id: [{ vat_definition_export_id: 1, ...parts(gross) }],
          },
          lineitem_export_id: String(line + 1),
          storno: false,
          text: 'Kaffee "groß"; mit\r\nMilch',
          item: {
            number: `A${line}`,
            quantity: 1.5,
            price_per_unit: amount(gross),
            ...(line === 1 && {
              base_amounts_per_vat_id: [{ vat_definition_export_id: 1, incl_vat: 3 }],
              discounts_per_vat_id: [{ vat_definition_export_id: 1, incl_vat: -0.62 }],
              sub_items: [
                { number: 'S1', quantity: 1, amount_per_vat_id: { vat_definition_export_id: 1, incl_vat: 1 } },
              ],
            }),
          },
        })),
      },
      security: isOutage ? { error_message: 'Die TSE ist ausgefallen.' } : { tss_tx_id: id },
    };
  });
  const cash = 357 * (count + 1);
  return {
    body: {
      client_id: REGISTER,
      cash_point_closing_export_id: number,
      head: {
        export_creation_date: end,
        first_transaction_export_id: transactions[0]?.head.transaction_export_id ?? null,
        last_transaction_export_id: transactions.at(-1)?.head.transaction_export_id ?? null,
      },
      cash_statement: {
        business_cases: [
          {
            type: 'Umsatz',
            amounts_per_vat_id: [{ vat_definition_export_id: 1, ...sum(count + 1) }],
          },
          {
            type: 'Umsatz',
            purchaser_agency_id: AGENCY,
            amounts_per_vat_id: [{ vat_definition_export_id: 1, ...sum(1) }],
          },
        ],
        payment: {
          full_amount: amount(cash + 357),
          cash_amount: amount(cash),
          cash_amounts_by_currency: [{ currency_code: 'EUR', amount: amount(cash) }],
          payment_types: [
            { type: 'Bar', currency_code: 'EUR', amount: amount(cash) },
            { type: 'GuthabenKarte', currency_code: 'EUR', amount: amount(357) },
          ],
        },
      },
      transactions,
    },
    organization: {
      name: 'Café Köhler GmbH',
      street: 'Hauptstraße 1',
      postalCode: '10115',
      city: 'Berlin',
      countryCode: 'DEU',
      taxNumber: '11/222/33333',
    },
    register: {
      serialNumber: REGISTER_SERIAL,
      record: {
        client_id: REGISTER,
        brand: 'Kasse',
        model: 'K1',
        base_currency_code: 'EUR',
        software: { brand: 'Soft', version: '1.0' },
      },
    },
    slaves: [
      { serialNumber: 'till-2', record: { client_id: SLAVE, brand: 'Kasse', model: 'K2', base_currency_code: 'EUR' } },
    ],
    agencies: [
      {
        purchaser_agency_id: AGENCY,
        purchaser_agency_export_id: 1,
        name: 'Lotto',
        address: { street: 'Weg 2', postal_code: '10115', city: 'Berlin', country_code: 'DEU' },
        tax_number: '1/2',
      },
    ],
    vatDefinitions: [
      { vat_definition_export_id: 1, percentage: 19, description: 'Regelsteuersatz' },
      { vat_definition_export_id: 2, percentage: 7 },
      { vat_definition_export_id: 5, percentage: 0 },
    ],
    tss: [
      {
        serialNumber,
        signatureAlgorithm: 'ecdsa-plain-SHA256',
        timeFormat: 'unixTime',
        encoding: 'UTF-8',
        publicKey: Buffer.from(point).toString('base64'),
        certificate: '',
      },
    ],
    signedTransactions,
    referenceTargets: new Map([
      [
        `tx-${number}-0`,
        {
          clientId: REGISTER,
          closingNumber: number,
          closingTime: end,
          transactionExportId: String(number * 1_000_000),
        },
      ],
    ]),
  };
}

/** Gross, net and tax of both lines, `count` times. */
function sum(count: number): { incl_vat: number; excl_vat: number; vat: number } {
  return { incl_vat: amount(357 * count), excl_vat: amount(300 * count), vat: amount(57 * count) };
}

/** A short name for some bytes. */
export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
