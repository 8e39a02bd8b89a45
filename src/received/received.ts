/** Members without any guarantee. */
export type Unsure<Json, Sure> = Readonly<Partial<Record<Exclude<keyof Json, Sure>, unknown>>>;

/** An object with any members. */
export type ReceivedMap = Readonly<Record<string, unknown>>;

/** A page of a list. A row that cannot be identified is replaced by an error. */
export interface ReceivedList<Row> {
  readonly data: readonly (Row | Error)[];
}
