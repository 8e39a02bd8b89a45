/**
 * Who can correct the cause of an error: the caller, the admin of the TSS, the operator of the gateway, fiskaly, or
 * nobody.
 */
export type Fixer = 'CALLER' | 'ADMIN' | 'OPERATOR' | 'UPSTREAM' | 'NOBODY';

/** The meaning of one error code. */
export interface ErrorRow {
  /** What happened and what would be right, for people. */
  readonly what: string;
  /**
   * Whether the request may have signed or changed something although it failed. If `PERHAPS`, mutations that sign say
   * in `outcome` what happened.
   */
  readonly signed: 'NO' | 'PERHAPS';
  /**
   * Whether to send the same request again; this is always safe. `LATER`: it may succeed. `ONCE_MENDED`: it can succeed
   * only after somebody has corrected the cause. `NEVER`: it will not succeed. If the error's own `retryable` differs,
   * `retryable` is right.
   */
  readonly again: 'LATER' | 'ONCE_MENDED' | 'NEVER';
  readonly fixedBy: Fixer;
}

/**
 * Makes rows for requests that signed nothing and can be sent again after `fixedBy` has corrected the cause. The
 * argument `different` replaces these defaults.
 */
function of(fixedBy: Fixer) {
  return (what: string, different: Partial<Pick<ErrorRow, 'signed' | 'again'>> = {}): ErrorRow => ({
    what,
    signed: 'NO',
    again: 'ONCE_MENDED',
    fixedBy,
    ...different,
  });
}

/** The caller can correct it. */
export const caller = of('CALLER');
/** The admin of the TSS can correct it. */
export const admin = of('ADMIN');
/** The operator of the gateway can correct it. */
export const operator = of('OPERATOR');
/** Only fiskaly can correct it; usually the problem is temporary. */
export const upstream = of('UPSTREAM');

/** Nobody can correct it. */
export function nobody(what: string): ErrorRow {
  return of('NOBODY')(what, { again: 'NEVER' });
}
