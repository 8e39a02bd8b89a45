import { memberOf, type Schemas } from '../../received.js';
import type { Operation } from './api.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

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

  /**
   * Merges pairs into the metadata of a TSS; an empty value removes its key.
   * @returns all of it
   * @throws UpstreamError `UPSTREAM_ANSWER_INVALID` when the answer does not show what was to be stored, though it may
   * be
   */
  async updateTss(tssId: string, body: Changes): Promise<Metadata> {
    const path = { tss_id: tssId };
    return stored(body, await this.#operation.call('updateTssMetadata', { path, body }));
  }

  /** As {@link updateTss}, for a client. */
  async updateClient(tssId: string, clientId: string, body: Changes): Promise<Metadata> {
    const path = { tss_id: tssId, client_id: clientId };
    return stored(body, await this.#operation.call('updateClientMetadata', { path, body }));
  }

  /** As {@link updateTss}, for a transaction. */
  async updateTransaction(tssId: string, transactionId: string, body: Changes): Promise<Metadata> {
    const path = { tss_id: tssId, tx_id_or_number: transactionId };
    return stored(body, await this.#operation.call('updateTransactionMetadata', { path, body }));
  }

  /** As {@link updateTss}, for an export. */
  async updateExport(tssId: string, exportId: string, body: Changes): Promise<Metadata> {
    const path = { tss_id: tssId, export_id: exportId };
    return stored(body, await this.#operation.call('updateExportMetadata', { path, body }));
  }
}

/**
 * The answer to a write, if it shows each key that was to be stored: objects of all kinds pass for metadata.
 */
function stored(asked: Changes, answer: Metadata): Metadata {
  const isShown = Object.entries(asked).every(
    ([key, value]) => value === '' || typeof memberOf(answer, key) === 'string',
  );
  if (isShown) return answer;
  throw new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message:
      'The upstream answered with something else than the metadata that was to be stored; read it to see whether it is.',
    ambiguous: true,
  });
}
