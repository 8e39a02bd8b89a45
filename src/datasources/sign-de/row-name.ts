/** A text that tells a row of a list from all others: ids of transactions are unique on their TSS only. */
export function rowName({ _id, tss_id: tssId = '' }: { readonly _id: string; readonly tss_id?: string }): string {
  return `${tssId} ${_id}`;
}
