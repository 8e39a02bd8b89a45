/**
 * The limits of the sandbox. The defaults are the limits of the TEST environment (`sign-de-v2.md §2, §6–8, §11,
 * §14`).
 */
export interface Limits {
  /** REGISTERED clients of one TSS. */
  readonly registeredClients: number;
  /** ACTIVE transactions of one TSS. */
  readonly activeTransactions: number;
  /** PENDING and WORKING exports of one TSS. */
  readonly unfinishedExports: number;
  /** TSS of one organization that are CREATED, UNINITIALIZED or INITIALIZED, in TEST only. */
  readonly liveTestTss: number;
  /** TSS that one organization may create on one day (UTC). */
  readonly newTssPerDay: number;
  /** Calls of `listTransactions` per minute, for each TSS. */
  readonly transactionListsPerMinute: number;
  /**
   * Calls per minute for each export. `retrieveExport` and `retrieveExportFile` are counted separately
   * (`integration-guide.md §7`).
   */
  readonly exportCallsPerMinute: number;
  /** Pairs of metadata on one resource. */
  readonly metadataPairs: number;
  /** Bytes of one request body. */
  readonly bodyBytes: number;
  /** Bytes of the body of one cash point closing: 5,000 receipts of ten lines have about 25 MB. */
  readonly closingBytes: number;
  /** Wrong admin PINs in a row until the PIN is blocked. */
  readonly wrongPins: number;
}

/** The limits of the real TEST environment. */
export const TEST_LIMITS: Limits = {
  registeredClients: 199,
  activeTransactions: 2000,
  unfinishedExports: 10,
  liveTestTss: 5,
  newTssPerDay: 500,
  transactionListsPerMinute: 20,
  exportCallsPerMinute: 12,
  metadataPairs: 40,
  bodyBytes: 1024 * 1024,
  closingBytes: 64 * 1024 * 1024,
  wrongPins: 5,
};

/** For load tests: lifts the limits on amounts and rates. Limits on the size of one request stay. */
export const LIFTED_LIMITS: Partial<Limits> = {
  // Finite, because every TSS shows them and JSON has no Infinity.
  registeredClients: 1_000_000_000,
  activeTransactions: 1_000_000_000,
  unfinishedExports: Infinity,
  liveTestTss: Infinity,
  newTssPerDay: Infinity,
  transactionListsPerMinute: Infinity,
  exportCallsPerMinute: Infinity,
};
