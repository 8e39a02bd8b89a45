/** Name of a host of a product, a key of `Api.baseUrls`. */
export type Host = string;

/**
 * How one operation of a product is called. Routing depends on nothing else.
 * @typeParam Of names of the product's hosts
 */
export interface Endpoint<Of extends Host = Host> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template below the base URL, as in the contract. */
  readonly path: `/${string}`;
  /** Hosts that the call may use, first choice first. A call fails over to the hosts that follow, never back. */
  readonly hosts: readonly [Of, ...Of[]];
  /**
   * Whether the same call may be sent again after a lost answer. This is true for reads, and for writes whose
   * repetition changes nothing.
   */
  readonly repeatable: boolean;
  /** Time limit of one try, in milliseconds. */
  readonly timeout: number;
  /** Media type of a good answer, if it is not JSON. */
  readonly bytes?: 'application/octet-stream' | 'application/x-tar' | 'application/x-tar, application/zip';
  /** Whether the operation only logs in. Then it changes nothing that a read may show. */
  readonly isLogin?: true;
  /**
   * Rate limit of the upstream: calls per minute with the same path. The gateway keeps it. Operations with the same
   * `name` share one limit.
   */
  readonly budget?: { readonly name: string; readonly calls: number };
}
