import type { Schemas } from '../received.js';
import type { Operation } from './operation.js';

type Metadata = Schemas['MetadataResponse'];
type Changes = Schemas['MetadataRequest'];

/** Metadata of the upstream, for one operation. Resources carry theirs, so reading it by itself is the exception. */
export class MetadataDatasource {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  /** Metadata of a TSS. */
  tss(tssId: string): Promise<Metadata> {
    return this.#operation.call('retrieveTssMetadata', { path: { tss_id: tssId } });
  }

  /** Metadata of a client. */
  client(tssId: string, clientId: string): Promise<Metadata> {
    return this.#operation.call('retrieveClientMetadata', { path: { tss_id: tssId, client_id: clientId } });
  }

  /** Metadata of a transaction. */
  transaction(tssId: string, transactionId: string): Promise<Metadata> {
    return this.#operation.call('retrieveTransactionMetadata', {
      path: { tss_id: tssId, tx_id_or_number: transactionId },
    });
  }

  /** Metadata of an export. */
  export(tssId: string, exportId: string): Promise<Metadata> {
    return this.#operation.call('retrieveExportMetadata', { path: { tss_id: tssId, export_id: exportId } });
  }

  /** Merges pairs into the metadata of a TSS; an empty value removes its key. @returns all of it */
  updateTss(tssId: string, body: Changes): Promise<Metadata> {
    return this.#operation.call('updateTssMetadata', { path: { tss_id: tssId }, body });
  }

  /** As {@link updateTss}, for a client. */
  updateClient(tssId: string, clientId: string, body: Changes): Promise<Metadata> {
    return this.#operation.call('updateClientMetadata', { path: { tss_id: tssId, client_id: clientId }, body });
  }

  /** As {@link updateTss}, for a transaction. */
  updateTransaction(tssId: string, transactionId: string, body: Changes): Promise<Metadata> {
    const path = { tss_id: tssId, tx_id_or_number: transactionId };
    return this.#operation.call('updateTransactionMetadata', { path, body });
  }

  /** As {@link updateTss}, for an export. */
  updateExport(tssId: string, exportId: string, body: Changes): Promise<Metadata> {
    return this.#operation.call('updateExportMetadata', { path: { tss_id: tssId, export_id: exportId }, body });
  }
}
