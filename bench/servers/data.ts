import type { Schemas } from '../../src/contract/sign-de.js';

/**
 * Data of the benchmark's upstream: 10 TSS with 20 clients and 1,000 transactions of some 1.5 kB each. As in a shop, one
 * client sells most, and some sell little. With `TILLS=even`, the clients of a TSS sell in turn.
 */
const isEven = process.env.TILLS === 'even';
const [CLIENTS, SALES] = [20, 1_000];
const common = { _env: 'LIVE', _version: '00000' } as const;
const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** All TSS. */
export const tssRows: readonly Schemas['TssResponse'][] = Array.from({ length: 10 }, (_, index) => ({
  ...common,
  _id: uuid(index + 1),
  _type: 'TSS',
  state: 'INITIALIZED',
  description: `Shop ${index}`,
  certificate: '-',
  serial_number: 'a'.repeat(64),
  public_key: '-',
  signature_algorithm: 'ecdsa-plain-SHA256',
  signature_timestamp_format: 'unixTime',
  transaction_data_encoding: 'UTF-8',
  max_number_registered_clients: 199,
  max_number_active_transactions: 2000,
  number_registered_clients: 20,
  number_active_transactions: 0,
  supported_update_variants: 'SIGNED',
  signature_counter: '2000',
  transaction_counter: '1000',
  time_creation: 1_700_000_000,
  time_init: 1_700_000_100,
  metadata: { shop: `Shop ${index}`, city: 'Bonn' },
}));

/** All clients, TSS by TSS. */
export const clientRows: readonly Schemas['ClientResponse'][] = tssRows.flatMap(({ _id }, tss) =>
  Array.from({ length: CLIENTS }, (_, index) => ({
    ...common,
    _id: uuid(1_000 + tss * 100 + index),
    _type: 'CLIENT' as const,
    tss_id: _id,
    serial_number: `till-${tss}-${index}`,
    state: 'REGISTERED' as const,
    time_creation: 1_700_000_000,
    time_update: 1_700_000_000,
    metadata: { place: String(index) },
  })),
);

/**
 * The client of each transaction of a TSS, as its place in the TSS. Unevenly: the second client sells half as much as
 * the first, the third a third … But at first, every fifth sale is made by the clients in turn, until each has ten.
 */
const sellers = tssRows.map((_, at) => {
  const random = numbersFrom(at + 1);
  const shares = Array.from({ length: CLIENTS }, (__, index) => 1 / (index + 1));
  const all = shares.reduce((sum, share) => sum + share);
  return Array.from({ length: SALES }, (__, index) => {
    if (isEven) return index % CLIENTS;
    let rest = random() * all;
    const drawn = shares.findIndex((share) => (rest -= share) < 0);
    return index % 5 === 0 && index < CLIENTS * 10 * 5 ? (index / 5) % CLIENTS : drawn;
  });
});

/** A generator of numbers from 0 to 1, always the same ones for the same seed. */
function numbersFrom(seed: number): () => number {
  let state = seed * 7_919;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** All transactions, by number: the first of each TSS, the second of each TSS … */
export const transactionRows: readonly Schemas['TxResponse'][] = Array.from({ length: SALES }, (_, index) =>
  tssRows.map((tss, at) => transactionRow(tss, clientRows[at * CLIENTS + (sellers[at]?.[index] ?? 0)], at, index)),
).flat();

function transactionRow(
  tss: Schemas['TssResponse'],
  client: Schemas['ClientResponse'] | undefined,
  at: number,
  index: number,
): Schemas['TxResponse'] {
  if (!client) throw new Error('Each sale has a client.');
  const start = 1_700_000_000 + index * 10 + at;
  const [signature, publicKey] = ['A'.repeat(86) + '==', 'B'.repeat(128)];
  return {
    ...common,
    _id: uuid(1_000_000 + at * 10_000 + index),
    _type: 'TRANSACTION',
    tss_id: tss._id,
    client_id: client._id,
    client_serial_number: client.serial_number,
    tss_serial_number: tss.serial_number,
    number: index + 1,
    time_start: start,
    time_end: start + 1,
    state: 'FINISHED',
    revision: 2,
    latest_revision: 2,
    schema: {
      standard_v1: {
        receipt: {
          receipt_type: 'RECEIPT',
          amounts_per_vat_rate: [
            { vat_rate: 'NORMAL', amount: '21.42' },
            { vat_rate: 'REDUCED_1', amount: '3.00' },
          ],
          amounts_per_payment_type: [{ payment_type: 'CASH', amount: '24.42' }],
        },
      },
    },
    log: { operation: 'Finish', timestamp: start + 1, timestamp_format: 'unixTime' },
    signature: {
      value: signature,
      algorithm: 'ecdsa-plain-SHA256',
      counter: String(index * 2 + 2),
      public_key: publicKey,
    },
    qr_code_data: `V0;${client.serial_number};Kassenbeleg-V1;Beleg^21.42_3.00_0.00_0.00_0.00^24.42:Bar;${index + 1};${index * 2 + 2};2023-11-14T22:13:20.000Z;2023-11-14T22:13:21.000Z;ecdsa-plain-SHA256;unixTime;${signature};${publicKey}`,
    metadata: { table: String(index % 7), waiter: `Waiter ${index % 3}` },
  };
}
