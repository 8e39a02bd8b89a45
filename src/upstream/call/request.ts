import { stringify } from 'qs';
import type { Ids } from '../api.js';
import type { Endpoint } from '../endpoint.js';

/** Path and query of a call below the base URL. Lists are sent as `states[0]=A&states[1]=B` (`sign-de-v2.md §10`). */
export function toPath(endpoint: Endpoint, path: Ids, query: object | undefined): string {
  const filled = endpoint.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(String(path[name])),
  );
  return query ? filled + stringify(query, { addQueryPrefix: true }) : filled;
}
