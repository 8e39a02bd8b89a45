import type { Operations } from '../../contract/dsfinvk.js';
import { isObject, memberOf } from '../../json-value.js';
import type { ReceivedMap } from '../../received/received.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Dsfinvk, Operation } from './api.js';

/** The operations that read and write the metadata of each noun. */
const OPERATIONS = {
  vatDefinition: ['retrieveVatDefinitionMetadata', 'upsertVatDefinitionMetadata'],
  cashRegister: ['retrieveCashRegisterMetadata', 'upsertCashRegisterMetadata'],
  purchaserAgency: ['retrievePurchaserAgencyMetadata', 'upsertPurchaserAgencyMetadata'],
  closing: ['retrieveCashPointClosingMetadata', 'upsertCashPointClosingMetadata'],
  export: ['retrieveExportMetadata', 'upsertExportMetadata'],
} as const;

type Noun = keyof typeof OPERATIONS;
/** The path parameters of the metadata of a noun. */
type PathOf<Of extends Noun> = Operations[(typeof OPERATIONS)[Of][0]]['parameters']['path'];

/** Metadata at the upstream, for one operation. */
export class DsfinvkMetadataDatasource {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  /** Reads the metadata of an object. */
  read<Of extends Noun>(noun: Of, path: PathOf<Of>): Promise<ReceivedMap> {
    return this.#read(OPERATIONS[noun][0], path);
  }

  /**
   * Adds pairs to the metadata of an object, and removes keys with an empty value. The upstream replaces all metadata
   * (docs/decisions/0060), so the other pairs are read and sent again. Two changes at once may lose one of them.
   * @returns all metadata
   * @throws UpstreamError `UPSTREAM_ANSWER_INVALID` if the answer lacks a stored key
   */
  async update<Of extends Noun>(
    noun: Of,
    path: PathOf<Of>,
    changes: Readonly<Record<string, string>>,
  ): Promise<ReceivedMap> {
    const [read, write] = OPERATIONS[noun];
    const present = textsOf(await this.#read(read, path));
    const wanted = Object.fromEntries(Object.entries({ ...present, ...changes }).filter(([, value]) => value !== ''));
    // The operations of one noun have the same path. The compiler cannot follow that.
    const call = { path, body: wanted } as unknown as Dsfinvk[typeof write]['call'];
    const answer: unknown = await this.#operation.call(write, call);
    if (isObject(answer) && Object.keys(wanted).every((key) => typeof memberOf(answer, key) === 'string'))
      return answer;
    throw new UpstreamError({
      code: 'UPSTREAM_ANSWER_INVALID',
      message:
        'The answer of the upstream does not contain the metadata of this request. Read the metadata to see whether it was stored.',
      ambiguous: true,
    });
  }

  async #read(read: (typeof OPERATIONS)[Noun][0], path: object): Promise<ReceivedMap> {
    // The operations of one noun have the same path. The compiler cannot follow that.
    const answer: unknown = await this.#operation.call(read, { path } as unknown as Dsfinvk[typeof read]['call']);
    return isObject(answer) ? answer : {};
  }
}

/** The pairs of metadata whose values are texts. */
function textsOf(metadata: unknown): Readonly<Record<string, string>> {
  if (!isObject(metadata)) return {};
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
