import type { Caller, Host } from '../session/session.js';

/** An operation as the contract's types have it. */
interface TypedOperation {
  readonly parameters: { readonly path?: unknown; readonly query?: unknown };
  readonly requestBody?: unknown;
}

/** A request of an operation, checked against the contract. Its parts have the contract's types. */
export interface OperationCall<Operation extends TypedOperation, From extends Caller | undefined = Caller> {
  readonly host: Host;
  readonly caller: From;
  /** Address that the request was sent to, up to the base path, e.g. `http://127.0.0.1:4013/api/v1`. */
  readonly baseUrl: string;
  readonly path: NonNullable<Operation['parameters']['path']>;
  readonly query: NonNullable<Operation['parameters']['query']>;
  /** An empty object if the request has no body. */
  readonly body: Json<NonNullable<Operation['requestBody']>>;
}

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : never;
