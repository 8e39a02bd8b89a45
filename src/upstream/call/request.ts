import { stringify } from 'qs';
import type { OperationId, Operations } from '../../contract/read-contract.js';
import type { Endpoint } from '../../datasources/sign-de/endpoints.js';

type BodyOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : never;
type PathOf<Operation> = Operation extends { parameters: { path: infer Path } }
  ? Path
  : Readonly<Record<string, never>>;
type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } } ? Query : never;

/** What an operation is called with, as the contract types it. */
export interface CallArguments<Operation extends OperationId> {
  readonly path: PathOf<Operations[Operation]>;
  readonly query?: QueryOf<Operations[Operation]>;
  readonly body?: BodyOf<Operations[Operation]>;
}

/** Path and query of a call below the base URL. Lists go as `states[0]=A&states[1]=B` (`sign-de-v2.md §10`). */
export function toPath(endpoint: Endpoint, path: object, query: object | undefined): string {
  // What the template names is in the path, by its type.
  const values = path as Readonly<Record<string, unknown>>;
  const filled = endpoint.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(String(values[name])),
  );
  return query ? filled + stringify(query, { addQueryPrefix: true }) : filled;
}
