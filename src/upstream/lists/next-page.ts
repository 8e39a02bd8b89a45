import { memberOf } from '../../json-value.js';
import type { Paging } from '../api.js';
import type { Window } from './page-size.js';

/**
 * The part of a list that follows a page; undefined where the list ends with it. Threat: a link of an answer that leads
 * the gateway, and the caller's token, elsewhere. So of `_next` only its presence counts.
 * @param window what was asked for
 * @param page the answer, an object with its rows in `data`
 */
export function nextPage(
  { pageSize, more }: Paging,
  { limit = pageSize, offset = 0 }: Window,
  page: { readonly data: readonly unknown[] },
): Required<Window> | undefined {
  const count = page.data.length;
  const hasMore = more === 'full-page' ? count === limit : typeof memberOf(page, '_next') === 'string';
  return hasMore && count > 0 ? { limit, offset: offset + count } : undefined;
}
