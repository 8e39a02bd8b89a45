/** Who can mend what an error is about: whoever sends the request, the admin of the TSS, whoever runs the gateway, fiskaly, or nobody. */
export type Fixer = 'CALLER' | 'ADMIN' | 'OPERATOR' | 'UPSTREAM' | 'NOBODY';

/** What one code of ours means. */
export interface ErrorRow {
  /** What happened and what would be right, for people. */
  readonly what: string;
  /** Whether the request signed (or changed) something all the same. Where it is `PERHAPS`, mutations that sign say so in `outcome`. */
  readonly signed: 'NO' | 'PERHAPS';
  /**
   * Whether the same request may be sent again. It never does harm; `LATER` it may succeed, `ONCE_MENDED` not before somebody has mended something, `NEVER` not
   * at all. The error's own `retryable` counts where it says otherwise.
   */
  readonly again: 'LATER' | 'ONCE_MENDED' | 'NEVER';
  readonly fixedBy: Fixer;
}

/** A row about a request that signed nothing and can be sent again once `fixedBy` has mended it; the rest says what is different. */
function of(fixedBy: Fixer) {
  return (what: string, different: Partial<Pick<ErrorRow, 'signed' | 'again'>> = {}): ErrorRow => ({
    what,
    signed: 'NO',
    again: 'ONCE_MENDED',
    fixedBy,
    ...different,
  });
}

/** Whoever sends the request can mend it. */
export const caller = of('CALLER');
/** The admin of the TSS can mend it. */
export const admin = of('ADMIN');
/** Whoever runs the gateway can mend it. */
export const operator = of('OPERATOR');
/** Only fiskaly can mend it; mostly it passes by itself. */
export const upstream = of('UPSTREAM');

/** Nobody can mend it. */
export function nobody(what: string): ErrorRow {
  return of('NOBODY')(what, { again: 'NEVER' });
}
