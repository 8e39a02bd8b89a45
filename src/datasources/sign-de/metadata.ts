import type { Operations } from '../../contract/read-contract.js';
import { memberOf, type Schemas } from '../../received.js';
import type { Operation } from './api.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

type Metadata = Schemas['MetadataResponse'];
type Changes = Schemas['MetadataRequest'];

/** By which operations the metadata of each noun is read and written. */
const OPERATIONS = {
  tss: ['retrieveTssMetadata', 'updateTssMetadata'],
  client: ['retrieveClientMetadata', 'updateClientMetadata'],
  transaction: ['retrieveTransactionMetadata', 'updateTransactionMetadata'],
  export: ['retrieveExportMetadata', 'updateExportMetadata'],
} as const;

type Noun = keyof typeof OPERATIONS;
/** What names one of a noun in the path of its metadata. */
type PathOf<Of extends Noun> = Operations[(typeof OPERATIONS)[Of][0]]['parameters']['path'];

/** Metadata of the upstream, for one operation. Resources carry theirs, so reading it by itself is the exception. */
export class MetadataDatasource {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  /** The metadata of one of a noun. */
  read<Of extends Noun>(noun: Of, path: PathOf<Of>): Promise<Metadata> {
    const [read] = OPERATIONS[noun];
    return this.#operation.call(read, { path });
  }

  /**
   * Merges pairs into the metadata of one of a noun; an empty value removes its key.
   * @returns all of it
   * @throws UpstreamError `UPSTREAM_ANSWER_INVALID` when the answer does not show what was to be stored, though it may
   * be
   */
  async update<Of extends Noun>(noun: Of, path: PathOf<Of>, body: Changes): Promise<Metadata> {
    const [, update] = OPERATIONS[noun];
    return stored(body, await this.#operation.call(update, { path, body }));
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
