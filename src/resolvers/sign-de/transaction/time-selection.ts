import type { Selection } from '../../../upstream/lists/selection.js';
import type { ListRow } from '../../../upstream/lists/sorted-list.js';
import { badArgument } from '../../../schema/common/connection.js';
import { secondsIn, type TimeRange } from '../../../schema/common/range.js';

/** A member of a filter that wants a span of time, and the order in which that is one part of the list. */
interface TimeFilter {
  readonly name: string;
  readonly orderBy: string;
  /** Whether the list is sorted so. */
  readonly isSorted: boolean;
}

/** The rows of a span of time. @throws GraphQLError `BAD_USER_INPUT` where the list is sorted by something else */
export function timeSelection<Row extends ListRow>(
  { name, orderBy, isSorted }: TimeFilter,
  range: TimeRange | null | undefined,
  valueOf: (row: Row) => unknown,
): Selection<Row> {
  const bounds = secondsIn(range, name);
  if (!bounds) return { spans: [] };
  if (isSorted) return { spans: [{ ...bounds, valueOf }] };
  throw badArgument('filter', `has \`${name}\`, which needs \`orderBy: { field: ${orderBy} }\``);
}
