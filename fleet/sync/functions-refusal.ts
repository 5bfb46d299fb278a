import type { AppError } from '../../contract/errors.ts';
import type { TableState } from '../../contract/fleet.ts';

/**
 * Why the table of runs, which is there, is not read: what the credentials or its layout refuse must not pass for no runs.
 * Null where it is read, or where there is none.
 */
export function refusalOf(state: TableState, table: string): AppError | null {
  if (state === 'denied')
    return {
      code: 'access-denied',
      message: `The credentials may not look at the table of runs ${table}.`,
      hint: 'Grant dynamodb:DescribeTable, Scan, BatchGetItem and Query on it: "policy" prints the whole policy.',
    };
  if (state === 'failing')
    return {
      code: 'table-layout',
      message: `The table ${table} is none of the py-perf library: its key is not a number named id.`,
      hint: 'Check the table names in Settings: this is a table of another kind.',
    };
  return null;
}
