/** Name of a host of a product, as its `Api` value gives it. */
export type Host = string;

/**
 * How one operation of a product is called: the whole of the routing.
 * @typeParam Of names of the product's hosts
 */
export interface Endpoint<Of extends Host = Host> {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template below the base URL, as in the contract. */
  readonly path: `/${string}`;
  /** Hosts it may go to, first choice first. A call falls over to the hosts that follow, never back. */
  readonly hosts: readonly [Of, ...Of[]];
  /**
   * Whether the same call may be sent again after a lost answer. Reads may, and so may writes that do nothing a second
   * time.
   */
  readonly repeatable: boolean;
  /** Time limit of one try, in milliseconds. */
  readonly timeout: number;
  /** Media type of a good answer that is no JSON. */
  readonly bytes?: 'application/octet-stream' | 'application/x-tar';
  /** Whether it only logs in. Then it changes nothing that a read may show. */
  readonly isLogin?: true;
  /**
   * How many calls the upstream takes in a minute for the same path; the gateway keeps to it. Operations of one name
   * share it.
   */
  readonly budget?: { readonly name: string; readonly calls: number };
}
