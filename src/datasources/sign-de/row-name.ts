/**
 * Returns a text that is unique to a row of a list. It includes the TSS, because ids of transactions are unique only
 * per TSS.
 */
export function rowName({ _id, tss_id: tssId = '' }: { readonly _id: string; readonly tss_id?: string }): string {
  return `${tssId} ${_id}`;
}
