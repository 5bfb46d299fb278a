import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { TableState } from '../../contract/fleet.ts';
import { safeText } from '../../contract/safe-text.ts';
import { TABLE_ROLES, type TableRole } from '../../contract/tables.ts';
import { keyProblem } from '../../platform/aws/table-layout.ts';
import type { DynamoSource } from './dynamo-source.ts';
import { legacyIndexState, type IndexThroughput, type LegacyIndexState } from './legacy-index.ts';

/** What DescribeTable says of one table. Counts and sizes are DynamoDB's own, up to six hours old. */
export interface TableInfo {
  state: TableState;
  items: number | null;
  bytes: number | null;
  onDemand: boolean | null;
  /** Units a second that a provisioned table has; null where it is on demand or does not say. */
  provisioned: IndexThroughput | null;
  /** `hostname-timestamp-index` of the legacy table: queries need it `active`. */
  index: LegacyIndexState;
}

/** A table that was not asked about yet. */
export const UNKNOWN_TABLE: TableInfo = {
  state: 'unknown',
  items: null,
  bytes: null,
  onDemand: null,
  provisioned: null,
  index: 'absent',
};

/**
 * Looks at one table. A missing table and a refusal to describe it are states; a refused description leaves the
 * state unknown, because reading may be allowed all the same. Throws `AppFailure` for all else, and
 * `table-layout` for a table with other keys.
 */
export async function describeTable(
  reader: DynamoSource,
  role: TableRole,
  signal?: AbortSignal,
): Promise<TableInfo> {
  try {
    const table = await reader.describe(role, signal);
    if (table === undefined) return UNKNOWN_TABLE;
    if (table.TableStatus === 'DELETING') return { ...UNKNOWN_TABLE, state: 'missing' };
    requireKey(table, reader.tables[role]);
    const problem = keyProblem(table, role, reader.tables[role]);
    if (problem !== null)
      throw appFailure(
        'table-layout',
        problem,
        'Check the table names in Settings: this is a table of another kind.',
      );
    return {
      state: table.TableStatus === 'CREATING' ? 'creating' : 'active',
      items: table.ItemCount ?? null,
      bytes: table.TableSizeBytes ?? null,
      onDemand: isOnDemand(table),
      provisioned: isOnDemand(table) ? null : throughputOf(table),
      index: legacyIndexState(table),
    };
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    if (error.error.code === 'table-missing') return { ...UNKNOWN_TABLE, state: 'missing' };
    if (error.error.code === 'access-denied') return UNKNOWN_TABLE;
    throw error;
  }
}

/** Throws `AppFailure` (`service-failure`) for a table whose encryption key DynamoDB cannot use. */
function requireKey(
  { TableStatus: status, ArchivalSummary: archived }: TableDescription,
  name: string,
) {
  if (status === undefined || !/^(?:INACCESSIBLE_|ARCHIV)/u.test(status)) return;
  const why =
    archived?.ArchivalReason === undefined ? '' : `: ${safeText(archived.ArchivalReason, 80)}`;
  throw appFailure(
    'service-failure',
    `DynamoDB cannot read the table ${name} (${status}${why}): its encryption key is disabled, deleted or out of reach.`,
    status.startsWith('ARCHIV')
      ? 'Enable the key in KMS and restore the table from its backup, or name another table.'
      : 'Enable the key in KMS, and let DynamoDB use it again: a week after, the table is archived.',
  );
}

/**
 * Asks DescribeTable about each role. A table that is missing or denied is a state, not an error.
 */
export async function describeTables(
  reader: DynamoSource,
  roles: readonly TableRole[] = TABLE_ROLES,
  signal?: AbortSignal,
): Promise<Partial<Record<TableRole, TableInfo>>> {
  const found = await Promise.all(
    roles.map(async (role) => [role, await describeForgiving(reader, role, signal)] as const),
  );
  return Object.fromEntries(found);
}

function throughputOf({ ProvisionedThroughput: units }: TableDescription): IndexThroughput | null {
  const { ReadCapacityUnits: read = 0, WriteCapacityUnits: write = 0 } = units ?? {};
  return read > 0 && write > 0 ? { read, write } : null;
}

/** Nobody has to have a table of runs: one of another kind under its name keeps nothing else from being read. */
async function describeForgiving(
  reader: DynamoSource,
  role: TableRole,
  signal?: AbortSignal,
): Promise<TableInfo> {
  try {
    const info = await describeTable(reader, role, signal);
    // It is never read without having been described.
    return role === 'functions' && info.state === 'unknown' ? { ...info, state: 'denied' } : info;
  } catch (error) {
    const isOther = error instanceof AppFailure && error.error.code === 'table-layout';
    if (role !== 'functions' || !isOther) throw error;
    return { ...UNKNOWN_TABLE, state: 'failing' };
  }
}

function isOnDemand({ BillingModeSummary }: TableDescription): boolean {
  return BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
}
