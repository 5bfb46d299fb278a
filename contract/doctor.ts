import type { AppError } from './errors.ts';
import type { SourceStatus, TableState } from './fleet.ts';
import type { HostRef } from './host.ts';
import type { TableRole } from './tables.ts';

/** How bad a finding is; `error` makes `doctor` exit with 1. */
export type FindingLevel = 'ok' | 'info' | 'warning' | 'error';

/** Findings that need no action, by code, with the values of their texts. */
export interface GoodValues {
  'credentials-identity': { arn: string };
  /** The last four characters of the access key. */
  'credentials-key': { end: string };
  region: { region: string };
  endpoint: { region: string; endpoint: string };
  /** Requests go over this proxy, without user and password. */
  proxy: { proxy: string };
  'table-readable': { table: string };
  'legacy-missing': { table: string };
  'functions-missing': { table: string };
  'functions-denied': { table: string };
  /** `n` MiB, for `cost` US dollars a month. */
  'functions-grow': { table: string; n: number; cost: string };
  'clock-agrees': Record<string, never>;
  /** `n` percent of what an older release stored are packed. */
  'store-packing': { n: number };
}

/** Findings that need action, by code, with the values of their texts and hints. */
export interface AdvisedValues {
  'source-unconfigured': Record<string, never>;
  /** US dollars a month, as text with two digits. */
  'fleet-cost': {
    n: number;
    now: string;
    registry: string;
    provisioned: string;
    writeUnits: number;
    readUnits: number;
    infrequent: string;
  };
  'table-missing': { table: string };
  'registry-missing': { table: string };
  'table-denied': { table: string };
  'legacy-denied': { table: string };
  'table-creating': { table: string };
  'table-failing': { table: string };
  'table-unknown': { table: string };
  /** `command` turns TTL on. */
  'table-ttl-off': { table: string; command: string };
  /** The legacy table is read by scans; `command` of the AWS CLI creates its index. */
  'legacy-index-missing': { table: string; command: string };
  'legacy-index-creating': { table: string };
  /** The table of runs is read by scans. */
  'functions-index-missing': { table: string; command: string };
  /** TTL is on for `attribute`, which samples lack. */
  'table-ttl-other': { table: string; attribute: string };
  /** `n` seconds between this machine's clock and the server's. */
  'clock-ahead': { n: number };
  'clock-behind': { n: number };
  'bad-items': { n: number };
  'hosts-silent': { n: number; hosts: number };
  'hosts-unread': { n: number; hosts: number };
  /** The source reads the same `n` hosts as the source `other`. */
  'source-replicated': { other: string; n: number };
  /** `names` are the first of the `n` names, as a list. */
  'hosts-duplicate': { names: string; n: number };
  /** `n` further groups of such names. */
  'hosts-duplicate-more': { n: number };
  /** A default name of freshly installed systems. */
  'hostname-shared': { hostname: string };
  /** `n` further hosts with such names. */
  'hostname-shared-more': { n: number };
  /** Another program overwrote `n` minutes of this machine. */
  'minutes-overwritten': { hostname: string; n: number };
  'outbox-long': { n: number };
  'store-quarantined': { file: string };
  /** Data read is kept in memory only. */
  'store-disk-full': Record<string, never>;
  /** `n` damaged rows of the store were repaired; `where` names their columns. */
  'store-mended': { n: number; where: string };
}

/** Code of a finding that needs no action. */
export type GoodCode = keyof GoodValues;
/** Code of a finding that comes with advice. */
export type AdvisedCode = keyof AdvisedValues;

type Found<V, L> = {
  [C in keyof V]: {
    /** Stable; its text is in `locales/<id>/findings.ts`. */
    code: C;
    level: L;
    /** The source concerned, or null for this machine. */
    sourceId: string | null;
    values: V[C];
  };
}[keyof V];
/** A finding of level `ok`, with the values of its code. */
export type GoodFinding = Found<GoodValues, 'ok'>;
/** A finding that asks for action, with the values of its code. */
export type AdvisedFinding = Found<AdvisedValues, Exclude<FindingLevel, 'ok'>>;

/** A source that fails, with its error. */
export interface FailingSource {
  code: 'source-failing';
  level: 'error';
  sourceId: string;
  error: AppError;
}

/** The result of one check: a finding, and advice where action is needed. */
export type Finding = GoodFinding | AdvisedFinding | FailingSource;

/** The owner of the credentials: an ARN, or the end of the access key if STS does not answer. */
export type Credentials = { kind: 'identity'; arn: string } | { kind: 'key'; end: string };

/** One table of a source, as DescribeTable and the store show it. */
export interface DoctorTable {
  role: TableRole;
  name: string;
  state: TableState;
  /** Attribute with TTL enabled, or null if TTL is off; absent if the request failed. */
  ttl?: string | null;
  /**
   * For a legacy table in use: its index, and the AWS CLI command that creates it. Absent if it was
   * not requested.
   */
  index?: { state: 'absent' | 'creating' | 'active'; command: string };
  items: number | null;
  bytes: number | null;
  /** Unix seconds of the newest known item, or null. */
  newest: number | null;
}

/** Estimated monthly cost of a fleet, now and with each change; US dollars at us-east-1 prices. */
export interface FleetCost {
  /** Hosts that have written in the last day, in the v2 layout. */
  hosts: number;
  /** On demand, a registry row every minute. */
  now: number;
  /** With the registry row every 3 minutes. */
  registry: number;
  /** With tables provisioned at so many units per second, less the free tier. */
  provisioned: number;
  writeUnits: number;
  readUnits: number;
  /** In the Standard-Infrequent Access class. */
  infrequentAccess: number;
}

/** One source: access, tables, clock and last sync. */
export interface DoctorSource {
  id: string;
  name: string;
  status: SourceStatus;
  region: string | null;
  endpoint: string | null;
  /** The proxy in between, without user and password; absent: none. */
  proxy?: string;
  /** Null where there are none. */
  credentials: Credentials | null;
  tables: DoctorTable[];
  /** Seconds by which this machine's clock is ahead of the server's, or null. */
  clockSkew: number | null;
  /** Absent without AWS charges: with a custom endpoint, or without hosts. */
  cost?: FleetCost;
  lastSyncedAt: number | null;
  error: AppError | null;
  badItems: { table: TableRole; key: string; problem: string; lastAt: number }[];
  badItemCount: number;
}

/** A silent host, with the newest minute that each layout has; Unix seconds. */
export interface DoctorHost extends HostRef {
  lastSeen: number | null;
  newestV2: number | null;
  newestLegacy: number | null;
}

/** The raw results of `doctor`, from which findings are made. */
export interface DoctorReport {
  at: number;
  sources: DoctorSource[];
  /** Hosts known to be offline or stale, longest silent first, without expected silences. */
  silent: DoctorHost[];
  /** Hosts whose state is unknown because their source has not been read since. */
  unread: number;
  hosts: number;
  /**
   * Groups of names that probably belong to one machine each: the largest, with the first of their `count` names;
   * `more` is the number of the other groups.
   */
  duplicates: {
    groups: { sourceId: string; hostnames: string[]; count: number }[];
    more: number;
  };
  /** Sources that read the same fleet as another, as two regions of a global table do, and the hosts that they share. */
  replicas: { sourceId: string; otherId: string; hosts: number }[];
  /** Hosts with default names that many machines share. */
  sharedNames: HostRef[];
  /** Minutes of this machine that another program has overwritten; null: none. */
  overwritten: (HostRef & { minutes: number }) | null;
  outbox: number;
  store: {
    bytes: number;
    hostHours: number;
    oldest: number | null;
    quarantine: string[];
    /** Whether its disk is full. */
    diskFull: boolean;
    /** Damaged rows repaired since the store was created, by `table.column`. */
    mended: Record<string, number>;
    /** Packed share of the data from older releases, 0 to 1; null: none left. */
    packed: number | null;
  };
  findings: Finding[];
}
