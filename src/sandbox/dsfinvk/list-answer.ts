import type { Schemas } from '../../contract/dsfinvk.js';
import { countRows, readPage, type ListQuery, type ListSource } from '../engine/list.js';
import type { Store } from '../store/store.js';
import type { Caller } from '../session/session.js';
import { DSFINVK_VERSION } from './object-data.js';

/** The request of a list. */
export interface ListCall {
  readonly caller: Caller;
  readonly baseUrl: string;
  readonly query: ListQuery;
}

/** A list in the contract's form (`dsfinvk-v1.md §3`). */
export interface ListAnswer<Item, Type extends string> {
  readonly data: Item[];
  /** Number of all items, on whatever page (decision 60). */
  readonly count: number;
  readonly _type: Type;
  readonly _env: Schemas['Env'];
  readonly _version: string;
  /** URL of the next page, while there is one. */
  readonly _next?: string;
}

/** Reads one page of stored rows. @param path path of the list below the base URL */
export function listRows<Row, Item, Type extends string>(
  store: Store,
  call: ListCall,
  path: string,
  type: Type,
  source: ListSource<Row, Item>,
): ListAnswer<Item, Type> {
  const query = { ...call.query, ...partOf(call.query) };
  return answer(call, path, type, readPage(store, source, query).data, countRows(store, source));
}

/** Cuts one page out of all items, which are in order. */
export function listItems<Item, Type extends string>(
  call: ListCall,
  path: string,
  type: Type,
  items: readonly Item[],
): ListAnswer<Item, Type> {
  const { limit, offset } = partOf(call.query);
  return answer(call, path, type, items.slice(offset, offset + limit), items.length);
}

/** The contract has no minimum for either; a negative number counts as none. */
function partOf({ limit = 100, offset = 0 }: ListQuery): { readonly limit: number; readonly offset: number } {
  return { limit: Math.max(0, limit), offset: Math.max(0, offset) };
}

function answer<Item, Type extends string>(
  { caller, baseUrl, query }: ListCall,
  path: string,
  type: Type,
  data: Item[],
  count: number,
): ListAnswer<Item, Type> {
  const next = partOf(query).offset + data.length;
  const parameters = new URLSearchParams(
    Object.entries({ ...query, offset: next }).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, String(one)]),
    ),
  );
  return {
    data,
    count,
    _type: type,
    _env: caller.environment,
    _version: DSFINVK_VERSION,
    ...(data.length > 0 && next < count && { _next: `${baseUrl}${path}?${parameters.toString()}` }),
  };
}
