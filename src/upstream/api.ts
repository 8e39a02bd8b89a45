import type { Secret } from '../secret.js';
import type { Caller } from './access/caller.js';
import type { AnswerKind } from './call/answer-check.js';
import type { UpstreamCode } from './call/upstream-code.js';
import type { Endpoint, Host } from './endpoint.js';
import type { Window } from './lists/list.js';

/** Ids in the path of a call. The keys are the names in the path template. */
export type Ids = Readonly<Record<string, string | number>>;

/** Arguments of a call, for any operation. */
export interface AnyCall {
  readonly path: Ids;
  readonly query?: object | undefined;
  readonly body?: unknown;
}

/** The operations of a product by name, with the types of their arguments and answers. */
export type OperationTypes = Readonly<Record<string, { readonly call: AnyCall; readonly answer: unknown }>>;

/** Name of an operation of a product. */
export type NameOf<Operations extends OperationTypes> = keyof Operations & string;

/** Makes one call of a product. */
export type MakeCall<Operations extends OperationTypes> = <Name extends NameOf<Operations>>(
  operation: Name,
  call: Operations[Name]['call'],
) => Promise<Operations[Name]['answer']>;

type BodyOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : never;
type PathOf<Operation> = Operation extends { parameters: { path: infer Path } }
  ? Path
  : Readonly<Record<string, never>>;
type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } } ? Query : never;

/** Arguments of an operation, taken from the types that `openapi-typescript` generates from the contract. */
export interface ArgumentsOf<Operation> {
  readonly path: PathOf<Operation>;
  readonly query?: QueryOf<Operation>;
  readonly body?: BodyOf<Operation>;
}

/** Restricts what a caller may see and use of a product, if that is less than its credential allows. */
export interface Visibility {
  /**
   * Checks that the caller may make a call with these ids.
   * @param operation its name
   * @throws UpstreamError `FORBIDDEN`, before anything is sent
   */
  check(path: Ids, operation: string): void;
  /** Whether the caller may see everything in the answer to a read with these ids. */
  showsAllOf(path: Ids): boolean;
  /**
   * Reads part of a list that has only the rows that the caller may see.
   * @param read one page of the upstream's list
   * @param orderBy the member that the list is sorted by, if it is sorted
   */
  list<Answer>(window: Window, read: (page: Required<Window>) => Promise<Answer>, orderBy?: string): Promise<Answer>;
}

/** How lists of a product are read page by page. */
export interface Paging {
  /** Maximum number of rows in a page. */
  readonly pageSize: number;
  /**
   * How to find out whether another page follows. `full-page`: the page has as many rows as were requested.
   * `next-link`: the page has the member `_next`.
   */
  readonly more: 'full-page' | 'next-link';
}

/**
 * How the numbers in a product's JSON are read and written. `doubles` is for products that send amounts as text.
 * `written` keeps the digits: a number that a double cannot store exactly becomes a `WrittenNumber`, and a
 * `WrittenNumber` in a request is sent with its own digits. Parsing with `written` is slower.
 */
export type Numbers = 'doubles' | 'written';

/** Describes a REST product: everything that calls, lists and watches need to know about it. */
export interface Api<Operations extends OperationTypes> {
  /** Name of the product, e.g. `sign-de`. It is part of the keys of data that processes share. */
  readonly name: string;
  /** Base URLs of the product's hosts. */
  readonly baseUrls: Readonly<Record<Host, string>>;
  readonly endpoints: Readonly<Record<NameOf<Operations>, Endpoint>>;
  /** The required content of each operation's answer. */
  readonly answers: Readonly<Record<NameOf<Operations>, AnswerKind>>;
  /**
   * The error table: what an answer with an error status means. It calls `meaningOf` in `call/upstream-code.ts`, which
   * knows the statuses that mean the same for all products.
   */
  readonly meaningOf: (operation: string, status: number, code: string | undefined) => UpstreamCode;
  /** Returns the part of a request body that no message may contain. Default: the whole body. */
  readonly confidentialPart?: (body: unknown) => unknown;
  /**
   * Name of the path id that limits the effect of a write. After a write, a later read shares no earlier read with the
   * same id or without such an id. Default: a write affects all reads of the product.
   */
  readonly fencedBy?: string;
  readonly paging: Paging;
  readonly numbers: Numbers;
  /**
   * Returns the restrictions of a caller, or undefined if it may do everything that its credential allows. Default: no
   * caller has restrictions.
   */
  readonly visibleTo?: (caller: Caller) => Visibility | undefined;
  /**
   * Hosts of an endpoint that accept this token, if these are fewer than the endpoint list has.
   * @throws UpstreamError if no host accepts it
   */
  readonly hostsFor?: (endpoint: Endpoint, token: Secret) => Endpoint['hosts'] | undefined;
  /**
   * Asks the upstream for the environment of the credential in use, `TEST` or `LIVE`.
   * @throws UpstreamError if the answer has no environment
   */
  readonly environment: (call: MakeCall<Operations>) => Promise<string>;
}
