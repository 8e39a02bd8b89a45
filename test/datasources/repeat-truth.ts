import { UpstreamError } from '../../src/upstream/call/upstream-error.js';
import type { Found } from './repeat-table.js';

/** Whether the second sending is known as a repeat: by the caller's word, or by what the gateway remembers. */
function isKnown({ cell: { memory, repeat }, first }: Found): boolean {
  return repeat || (memory === 'kept' && first !== undefined && first.outcome !== 'NOT_SIGNED');
}

/** Codes that speak of the request or of the transaction, which nobody knows as long as an outcome is UNKNOWN. */
const OF_THE_REQUEST = /PROCESS_TYPE|REVISION|TRANSACTION_(?:NOT|CONTENT|MOVE)|CLIENT|TSS_|REFUSED/;

/** Holds what a cell was told against the book. */
export function checkTruth(found: Found): void {
  const { cell, told, isSigned } = found;
  if (told instanceof UpstreamError) {
    // A credential that is not accepted ends the operation, and says nothing of the sale.
    expect([cell, told.code]).toEqual([cell, 'UNAUTHENTICATED']);
    expect(cell.upstream).toBe('refusing the credential');
    return;
  }
  const { outcome } = told;
  if (outcome === 'SIGNED') expect([cell, isSigned]).toEqual([cell, true]);
  if (outcome === 'NOT_SIGNED' && isKnown(found)) expect([cell, isSigned]).toEqual([cell, false]);
  if (outcome === 'UNKNOWN') {
    expect([cell, told.error.retryable, OF_THE_REQUEST.test(told.error.code)]).toEqual([cell, true, false]);
    expect(told.error.message).toMatch(/sent before|lost|may have signed|still running|still working/);
  }
  if (cell.upstream === 'up') expect([cell, outcome]).toEqual([cell, 'SIGNED']);
  // The Backend can be read, so a repeat is settled.
  if (cell.upstream === 'without its Middleware' && isKnown(found)) {
    expect([cell, outcome]).toEqual([cell, isSigned ? 'SIGNED' : 'NOT_SIGNED']);
  }
  if (cell.upstream === 'refusing to write')
    expect([cell, outcome]).toEqual([cell, isSigned ? 'SIGNED' : 'NOT_SIGNED']);
  if (cell.upstream === 'unreachable')
    expect([cell, outcome]).toEqual([cell, isKnown(found) ? 'UNKNOWN' : 'NOT_SIGNED']);
}
