import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import type { Engine } from '../../engine/engine.js';
import type { OperationCall } from '../../faces/operation-call.js';
import { listRows } from '../list-answer.js';
import { findClosing } from './closing.js';

interface ReportRow {
  readonly id: string;
  readonly code: string;
  readonly severity: 'INFO' | 'WARNING';
  readonly message: string;
  readonly time_creation: number;
}

/**
 * Lists the remarks on a closing, the newest first by default (`dsfinvk-v1.md §3`, Sorting).
 * @throws Refusal 404 when there is no such closing
 */
export function retrieveCashPointClosingReports(
  engine: Engine,
  call: OperationCall<Operations['retrieveCashPointClosingReports']>,
): Schemas['CashPointClosingReportList'] {
  const closing = findClosing(engine, call);
  const { order = 'DESC', ...page } = call.query;
  const query = { ...page, order: order === 'ASC' ? ('asc' as const) : ('desc' as const) };
  const path = `/cash_point_closings/${closing.id}/reports`;
  const source = {
    select: 'SELECT * FROM closing_report',
    where: [{ sql: 'closing = ?', values: [closing.key] }],
    orderBy: ['time_creation', 'key'],
    answerOf: ({ id, code, severity, message, time_creation }: ReportRow) => ({
      cash_point_closing_id: closing.id,
      report_id: id,
      code,
      severity,
      message,
      time_creation,
    }),
  };
  const { _next, ...list } = listRows(engine.store, { ...call, query }, path, 'CASH_POINT_CLOSING_REPORT_LIST', source);
  return { ...list, ...(_next !== undefined && { _next: _next.replace(/order=(\w+)/, `order=${order}`) }) };
}
