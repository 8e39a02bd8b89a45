import type { Schemas } from '../../../contract/dsfinvk.js';
import type { ArchiveSignedTransaction, ArchiveTss } from '../../../dsfinvk/archive/archive-content.js';
import type { Store } from '../../store/store.js';
import { signedId, type ClosingBody } from '../closing/closing.js';

interface TssRow {
  readonly key: number;
  readonly serial_number: string;
  readonly public_key: Uint8Array;
  readonly certificate: Uint8Array;
}

interface SignedRow {
  readonly number: number;
  readonly time_start: number;
  readonly content: string;
  readonly log_time: number;
  readonly signature_counter: number;
  readonly signature: Uint8Array;
}

/** What SIGN DE signed for a closing: its transactions, and all TSS that its tills have or that signed one of them. */
export class SignedTransactions {
  readonly tss: readonly ArchiveTss[];
  /** By `tss_tx_id` in lower case. */
  readonly transactions: ReadonlyMap<string, ArchiveSignedTransaction>;

  /**
   * @param organization key of the owner's row
   * @param tills registers of the closing, whose TSS are looked through first
   */
  constructor(
    { store }: { readonly store: Store },
    organization: number,
    tills: readonly Schemas['CashRegister'][],
    { transactions = [] }: ClosingBody,
  ) {
    const ids = tills.flatMap((till) => till.tss_id ?? []);
    const own = [...new Set(ids)].flatMap((id) =>
      store.all<TssRow>('SELECT * FROM tss WHERE id = ? AND organization = ?', id, organization),
    );
    const all = store.all<TssRow>('SELECT * FROM tss WHERE organization = ? ORDER BY key', organization);
    const isOwn = new Set(own.map(({ key }) => key));
    const candidates = [...own, ...all.filter(({ key }) => !isOwn.has(key))];
    const used = new Set(own);
    const signed = new Map<string, ArchiveSignedTransaction>();
    for (const { security } of transactions) {
      const id = signedId(security);
      if (id === undefined) continue;
      for (const tss of candidates) {
        const found = readSigned(store, tss, id);
        if (!found) continue;
        used.add(tss);
        signed.set(id, found);
        break;
      }
    }
    this.tss = [...[...used].map(signDeTss), ...tills.flatMap(externalTss)];
    this.transactions = signed;
  }
}

/** The last thing that was signed for a transaction. */
function readSigned(store: Store, tss: TssRow, id: string): ArchiveSignedTransaction | undefined {
  const row = store.one<SignedRow>(
    `SELECT number, time_start, content, log_time, signature_counter, signature FROM tx
      JOIN revision ON revision.tx = tx.key AND revision = latest_revision WHERE tx.tss = ? AND tx.id = ?`,
    tss.key,
    id,
  );
  if (!row) return undefined;
  // As SIGN DE stores it.
  const { raw } = JSON.parse(row.content) as { readonly raw?: { process_type?: string; process_data?: string } };
  return {
    tssSerialNumber: tss.serial_number,
    number: row.number,
    timeStart: row.time_start,
    timeEnd: row.log_time,
    processType: raw?.process_type ?? '',
    processData: Buffer.from(raw?.process_data ?? '', 'base64'),
    signatureCounter: row.signature_counter,
    signature: Buffer.from(row.signature).toString('base64'),
  };
}

function signDeTss({ serial_number, public_key, certificate }: TssRow): ArchiveTss {
  return {
    serialNumber: serial_number,
    signatureAlgorithm: 'ecdsa-plain-SHA256',
    timeFormat: 'unixTime',
    encoding: 'UTF-8',
    publicKey: Buffer.from(public_key).toString('base64'),
    certificate: Buffer.from(certificate).toString('base64'),
  };
}

/** The TSS of a MASTER that fiskaly does not run. */
function externalTss(till: Schemas['CashRegister']): readonly ArchiveTss[] {
  const { serial_number, signature_algorithm, signature_timestamp_format, transaction_data_encoding } = till;
  if (till.tss_id !== undefined || signature_timestamp_format === undefined) return [];
  return [
    {
      serialNumber: serial_number ?? '',
      signatureAlgorithm: signature_algorithm ?? '',
      timeFormat: signature_timestamp_format,
      encoding: transaction_data_encoding ?? 'UTF-8',
      publicKey: till.public_key ?? '',
      certificate: till.certificate ?? '',
    },
  ];
}
