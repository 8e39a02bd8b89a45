import type { Secret } from '../secret.js';
import type { Caller } from './access/caller.js';
import type { AnswerKind } from './call/answer-check.js';
import type { UpstreamCode } from './call/upstream-code.js';
import type { Endpoint, Host } from './endpoint.js';
import type { Window } from './lists/page-size.js';

/** Ids in the path of a call, by the names that the path template gives them. */
export type Ids = Readonly<Record<string, string | number>>;

/** What any operation is called with. */
export interface AnyCall {
  readonly path: Ids;
  readonly query?: object | undefined;
  readonly body?: unknown;
}

/** The operations of a product by name: what each is called with, and what it answers. */
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

/** What an operation is called with, as the types say that `openapi-typescript` makes of its contract. */
export interface ArgumentsOf<Operation> {
  readonly path: PathOf<Operation>;
  readonly query?: QueryOf<Operation>;
  readonly body?: BodyOf<Operation>;
}

/** What a caller may see and use of a product, where that is less than its credential can. */
export interface Visibility {
  /** Lets calls pass that the caller may make. @throws UpstreamError `FORBIDDEN`, before anything is sent */
  check(path: Ids): void;
  /** Whether the caller may see all that a read with these ids answers. */
  showsAllOf(path: Ids): boolean;
  /**
   * A list with nothing in it that the caller may not see.
   * @param read one page of the upstream's list
   * @param orderBy the member that the list is sorted by, where it is sorted
   */
  list<Answer>(window: Window, read: (page: Required<Window>) => Promise<Answer>, orderBy?: string): Promise<Answer>;
}

/** How lists of a product are read page by page. */
export interface Paging {
  /** Most rows of a page. */
  readonly pageSize: number;
  /**
   * How a page says whether others follow: `full-page` when it is as long as was asked for, `next-link` when it has the
   * member `_next`.
   */
  readonly more: 'full-page' | 'next-link';
}

/**
 * How numbers of a product's JSON are read and written. `doubles` is for products that send amounts as text. `written`
 * keeps the digits: a number that a double does not give back as it was written becomes a `WrittenNumber`, and a
 * `WrittenNumber` in a request is sent with its own digits. It takes longer to read.
 */
export type Numbers = 'doubles' | 'written';

/** What a REST product is: all that calls, lists and watches need to know of it. */
export interface Api<Operations extends OperationTypes> {
  /** Names the product in keys of what processes share, e.g. `sign-de`. */
  readonly name: string;
  /** Base URLs of its hosts. */
  readonly baseUrls: Readonly<Record<Host, string>>;
  readonly endpoints: Readonly<Record<NameOf<Operations>, Endpoint>>;
  /** What must be there in the answer of each operation. */
  readonly answers: Readonly<Record<NameOf<Operations>, AnswerKind>>;
  /** The error table: what an answer with a failing status means. `meaningOf` knows what it means for any product. */
  readonly meaningOf: (operation: string, status: number, code: string | undefined) => UpstreamCode;
  /** The part of a request's body that no message may repeat; all of it unless given. */
  readonly confidentialPart?: (body: unknown) => unknown;
  /**
   * The name of the id in paths that sets apart what a write may change: after a write nobody is given an older read of
   * the same id, or of no id. Without it, every write fences all reads of the product.
   */
  readonly fencedBy?: string;
  readonly paging: Paging;
  readonly numbers: Numbers;
  /** What a caller may see; undefined for all that its credential can. Callers see all unless given. */
  readonly visibleTo?: (caller: Caller) => Visibility | undefined;
  /**
   * Hosts that an endpoint may be called at with a token, where these are fewer than its row says.
   * @throws UpstreamError when there are none
   */
  readonly hostsFor?: (endpoint: Endpoint, token: Secret) => Endpoint['hosts'] | undefined;
  /**
   * Asks the upstream for the environment of the credential in use, `TEST` or `LIVE`.
   * @throws UpstreamError when it does not say
   */
  readonly environment: (call: MakeCall<Operations>) => Promise<string>;
}
