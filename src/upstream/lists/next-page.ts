import { memberOf } from '../../json-value.js';
import type { Paging } from '../api.js';
import type { Window } from './list.js';

/**
 * The window that follows a page; undefined if the list ends with this page. Threat: a link in an answer leads the
 * gateway, with the caller's token, to another host. So only the presence of `_next` counts, never its value.
 * @param window the window of the page
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
