import type { Operations } from '../../contract/sign-de.js';
import { memberOf, type Schemas } from '../../received/sign-de.js';
import type { Operation } from './api.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

type Metadata = Schemas['MetadataResponse'];
type Changes = Schemas['MetadataRequest'];

/** The operations that read and write the metadata of each noun. */
const OPERATIONS = {
  tss: ['retrieveTssMetadata', 'updateTssMetadata'],
  client: ['retrieveClientMetadata', 'updateClientMetadata'],
  transaction: ['retrieveTransactionMetadata', 'updateTransactionMetadata'],
  export: ['retrieveExportMetadata', 'updateExportMetadata'],
} as const;

type Noun = keyof typeof OPERATIONS;
/** The path parameters of the metadata of a noun. */
type PathOf<Of extends Noun> = Operations[(typeof OPERATIONS)[Of][0]]['parameters']['path'];

/** Metadata at the upstream, for one operation. Objects contain their metadata, so it is rarely read separately. */
export class MetadataDatasource {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  /** Reads the metadata of an object. */
  read<Of extends Noun>(noun: Of, path: PathOf<Of>): Promise<Metadata> {
    const [read] = OPERATIONS[noun];
    return this.#operation.call(read, { path });
  }

  /**
   * Merges pairs into the metadata of an object. An empty value removes its key.
   * @returns all metadata
   * @throws UpstreamError `UPSTREAM_ANSWER_INVALID` if the answer lacks a stored key. The pairs may be stored
   *   nonetheless
   */
  async update<Of extends Noun>(noun: Of, path: PathOf<Of>, body: Changes): Promise<Metadata> {
    const [, update] = OPERATIONS[noun];
    return stored(body, await this.#operation.call(update, { path, body }));
  }
}

/** Checks that the answer has each stored key. Without this check, any JSON object would pass as metadata. */
function stored(asked: Changes, answer: Metadata): Metadata {
  const isShown = Object.entries(asked).every(
    ([key, value]) => value === '' || typeof memberOf(answer, key) === 'string',
  );
  if (isShown) return answer;
  throw new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message:
      'The answer of the upstream does not contain the metadata of this request. Read the metadata to see whether it was stored.',
    ambiguous: true,
  });
}
