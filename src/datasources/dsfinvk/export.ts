import type { Operations, Schemas as Contract } from '../../contract/dsfinvk.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { readBack } from '../../upstream/call/read-back.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { List } from '../../upstream/lists/list.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { AnswerStream } from '../../upstream/transport/transport-answer.js';
import type { Operation } from './api.js';

/** Query of a list of DSFinV-K exports. */
export type DsfinvkExportListQuery = NonNullable<Operations['listExports']['parameters']['query']>;

/** Defines how exports are read: a single one by its id, several ones from the list. */
const EXPORTS: Noun<Operation, Schemas['Export'], DsfinvkExportListQuery> = {
  readOne: (operation, _parent, id) => operation.call('retrieveExport', { path: { export_id: id } }),
  readList: (operation, _parents, query) => operation.call('listExports', { path: {}, query }),
  hasListOfAll: () => true,
  parentOf: () => '',
};

/** DSFinV-K exports at the upstream, for one operation. */
export class DsfinvkExportDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, Schemas['Export'], DsfinvkExportListQuery>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#rows = new Collection(EXPORTS, operation);
  }

  /** Reads one export. @throws UpstreamError `EXPORT_NOT_FOUND` */
  load(id: string): Promise<Schemas['Export']> {
    return this.#rows.load('', id);
  }

  /** Like {@link load}, but with a new call, because the upstream works on the export. */
  reload(id: string): Promise<Schemas['Export']> {
    return this.#rows.reload('', id);
  }

  /** Reads one page. Later loads of these rows need no call. */
  list(query: DsfinvkExportListQuery, isAnew = false): Promise<List<Schemas['Export']>> {
    return this.#rows.list([], query, isAnew);
  }

  /**
   * Triggers an export. If the answer is lost, the export is read to find out whether it was triggered.
   * @throws UpstreamError `EXPORT_CONFLICT`, `NOTHING_TO_EXPORT`
   */
  trigger(id: string, body: Contract['ExportTrigger']): Promise<Schemas['Export']> {
    return readBack(
      () => this.#operation.call('triggerExport', { path: { export_id: id }, body }),
      () => this.#rows.reload('', id),
      () => true,
    );
  }

  /**
   * Cancels an export. Succeeds if it is already cancelled.
   * @throws UpstreamError `EXPORT_NOT_FOUND`
   */
  async cancel(id: string): Promise<Schemas['Export']> {
    try {
      return await this.#operation.call('cancelExport', { path: { export_id: id } });
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code === 'EXPORT_NOT_FOUND') throw error;
      const found = await this.#rows.reload('', id).catch(() => undefined);
      if (found?.state === 'CANCELLED' || found?.state === 'DELETED') return found;
      throw error;
    }
  }

  /** Returns the upstream's URL of the archive. @throws UpstreamError `EXPORT_NOT_COMPLETED` */
  async downloadUrl(id: string): Promise<string> {
    const { href } = await this.#operation.call('getExportDownloadUrl', { path: { export_id: id } });
    return String(href); // checked in `answers.ts`
  }

  /** Opens the archive of a COMPLETED export as a stream. @throws UpstreamError `EXPORT_NOT_COMPLETED` */
  openArchive(id: string): Promise<AnswerStream> {
    return this.#operation.open('getExportDownload', { path: { export_id: id } });
  }
}
