import type { AppError } from './errors.ts';
import type { HostRef, SourceStatus, TableState } from './fleet.ts';
import type { TableRole } from './tables.ts';

export type FindingLevel = 'ok' | 'info' | 'warning' | 'error';

/** One thing that was looked at: what was found, and what to do about it (empty where nothing is to do). */
export interface Finding {
  /** Stable name, e.g. `credentials`, `table-ttl`. */
  check: string;
  level: FindingLevel;
  /** The source it is about, or null for this machine. */
  sourceId: string | null;
  message: string;
  hint: string;
}

export interface DoctorTable {
  role: TableRole;
  name: string;
  state: TableState;
  /** Attribute that TTL is on for, or null where it is off; absent where it could not be asked. */
  ttl?: string | null;
  items: number | null;
  bytes: number | null;
  /** Unix seconds of the newest item that is known, or null. */
  newest: number | null;
}

export interface DoctorSource {
  id: string;
  name: string;
  status: SourceStatus;
  region: string | null;
  endpoint: string | null;
  /** For whom: an ARN, or the last four characters of the access key; null where there are none. */
  credentials: string | null;
  tables: DoctorTable[];
  /** Seconds by which this machine's clock is ahead of the server's, or null. */
  clockSkew: number | null;
  lastSyncedAt: number | null;
  error: AppError | null;
  badItems: { table: TableRole; key: string; problem: string; lastAt: number }[];
  badItemCount: number;
}

export interface DoctorHost extends HostRef {
  lastSeen: number | null;
  newestV2: number | null;
  newestLegacy: number | null;
}

export interface DoctorReport {
  at: number;
  sources: DoctorSource[];
  /** Hosts that are not online, longest silent first. */
  silent: DoctorHost[];
  hosts: number;
  /** Names that are likely one machine each. */
  duplicates: { sourceId: string; hostnames: [string, string] }[];
  outbox: number;
  store: { bytes: number; hostHours: number; oldest: number | null; setAside: string[] };
  findings: Finding[];
}
