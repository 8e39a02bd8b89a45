import { stringify } from 'qs';
import type { Ids } from '../api.js';
import type { Endpoint } from '../endpoint.js';

/** Parts of the path templates of all endpoints: fixed text and names of ids in turn. */
const partsByTemplate = new Map<string, readonly string[]>();

/** Path and query of a call below the base URL. Lists are sent as `states[0]=A&states[1]=B` (`sign-de-v2.md §10`). */
export function toPath({ path: template }: Endpoint, ids: Ids, query: object | undefined): string {
  let parts = partsByTemplate.get(template);
  if (!parts) partsByTemplate.set(template, (parts = template.split(/[{}]/)));
  let filled = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 2) {
    filled += encodeURIComponent(String(ids[parts[index] ?? ''])) + (parts[index + 1] ?? '');
  }
  return query ? filled + stringify(query, { addQueryPrefix: true }) : filled;
}
