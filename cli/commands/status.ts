import { Command } from 'commander';
import type { SourceState } from '../../contract/fleet.ts';
import { hostKey, type HostRef, type HostSummary } from '../../contract/host.ts';
import { isUnusual, type HostOutlook } from '../../contract/outlook.ts';
import { metricText } from '../../locales/metric-text.ts';
import {
  createHealthJudge,
  mostUrgentFirst,
  type HealthJudge,
  type HostState,
} from '../../contract/host-health.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import { safeJson } from '../../contract/safe-text.ts';
import { formatColumns, type Column } from '../columns.ts';
import { exemptionsOf } from '../exemptions.ts';
import { withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, warnAboutDisk, warnAboutSources, withService } from '../session.ts';
import { print, say } from '../print.ts';

interface StatusFlags extends SourceFlags {
  json?: boolean;
  sync: boolean;
  outlook?: boolean;
}

/** A host as `status --json` prints it; times are Unix seconds. */
export interface StatusRow {
  hostname: string;
  state: HostState;
  lastSeen: number | null;
  firstSeen: number | null;
  cpuPercent: number | null;
  memoryPercent: number | null;
  platform: string | null;
  layout: HostSummary['layout'];
  /** With `--outlook`: what will be full soonest, and what is farthest from its usual range; null if unknown. */
  full?: HostOutlook['full'] | null;
  unusual?: HostOutlook['unusual'] | null;
  /** What applies to this host and not to others: disabled rules, overrides, ignored file systems. */
  exempt: string[];
}

/** The command `status`. */
export function statusCommand(version: string): Command {
  return withSourceFlags(new Command('status'))
    .description('Sync, then show the fleet.')
    .option('--json', 'print a JSON array instead of a table')
    .option('--no-sync', 'show what is stored without asking DynamoDB')
    .option('--outlook', 'also show when a disk or memory will be full, and what is unusual now')
    .addHelpText('after', HELP)
    .action(async (flags: StatusFlags) => {
      await withService({ version, flags }, async (service) => {
        const overview = flags.sync
          ? (await ask(service, 'syncNow', { reason: 'user' })).overview
          : await ask(service, 'fleetOverview', {});
        warnAboutDisk(overview);
        if (flags.sync) warnAboutSources(overview);
        const now = nowSeconds(systemClock);
        const { alerts: settings, labels } = await ask(service, 'getSettings', {});
        const { sources, thisHost, alerts = [] } = overview;
        const labelsOf = (key: string): readonly string[] => labels[key] ?? [];
        const judge = createHealthJudge({ sources, thisHost, alerts, settings, labelsOf, now });
        const outlooks = flags.outlook === true ? await ask(service, 'fleetOutlooks', {}) : null;
        const rows = statusRows(overview.hosts, judge, outlooks, (host) =>
          exemptionsOf(host, labelsOf(hostKey(host)), settings, now),
        );
        if (flags.json === true) print(`${safeJson(rows, 2)}\n`);
        else if (rows.length === 0) say(emptyFleet(overview.sources));
        else say(`${formatTable(rows, now)}\n`);
      });
    });
}

/** The hosts in the order of the app's list. */
export function statusRows(
  hosts: readonly HostSummary[],
  judge: HealthJudge,
  outlooks: readonly HostOutlook[] | null = null,
  exemptOf: (host: HostRef) => string[] = () => [],
): StatusRow[] {
  const byHost = new Map(outlooks?.map((outlook) => [hostKey(outlook), outlook]));
  return mostUrgentFirst(hosts.map((host) => ({ ...host, ...judge(host) }))).map((host) => {
    const { full = null, unusual = null } = byHost.get(hostKey(host)) ?? {};
    const row = { ...statusRow(host), exempt: exemptOf(host) };
    return { ...row, ...(outlooks === null ? {} : { full, unusual }) };
  });
}

/** One host as `status --json` prints it; times in Unix seconds, unknown values null. */
function statusRow(host: HostSummary & { state: HostState }): Omit<StatusRow, 'exempt'> {
  return {
    hostname: host.hostname,
    state: host.state,
    lastSeen: host.lastSeen,
    firstSeen: host.firstSeen,
    cpuPercent: tenths(host.newest.cpu ?? null),
    memoryPercent: tenths(host.newest.memory ?? null),
    platform: host.platform,
    layout: host.layout,
  };
}

/** With the precision of the tables, wherever the value comes from. */
function tenths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

const HELP = `
A host is online while its last sample is under 6 minutes old, then offline, and stale after an hour. It is unread while nobody
can know, because its source has not been read since. Hosts that need attention come first, then by name.
In JSON, one object a host; what is unknown is null:
  hostname, platform         texts
  state                      "online", "offline", "stale" or "unread"
  lastSeen, firstSeen        Unix seconds, UTC
  cpuPercent, memoryPercent  0 to 100, of the newest sample
  full, unusual              with --outlook: when it is full, in days; the last quarter of an hour and what is usual
  exempt                     texts: rules that are off or its own, file systems that do not count, maintenance
  layout                     "v2", "legacy", "both", or "local": only this machine's own collector`;

function emptyFleet(sources: SourceState[]): string {
  if (sources.every(({ status }) => status === 'unconfigured'))
    return 'No hosts yet. Run "collect" to collect this machine, or configure AWS (AWS_PROFILE, --profile, --endpoint).\n';
  // For the others stderr says why.
  return sources.some(({ status, tables }) => status === 'fresh' && tables.system === 'active')
    ? 'No hosts yet: the tables hold none. "collect" on a machine adds it.\n'
    : 'No hosts yet.\n';
}

const COLUMNS: readonly Column[] = [
  { head: 'HOST', align: 'left' },
  { head: 'STATE', align: 'left' },
  { head: 'CPU %', align: 'right' },
  { head: 'MEM %', align: 'right' },
  { head: 'LAST SEEN', align: 'right' },
  { head: 'PLATFORM', align: 'left' },
  { head: 'SOURCE', align: 'left' },
];

const OUTLOOK_COLUMNS: readonly Column[] = [
  { head: 'FULL IN', align: 'left' },
  { head: 'UNUSUAL', align: 'left' },
];

/** Only if a host has any. */
const EXEMPT_COLUMN: Column = { head: 'EXEMPT', align: 'left' };

/** `disk 3-5 d`, or `disk 3 d or more`. */
function fullText(full: HostOutlook['full'] | null): string {
  if (full === null || full === undefined) return '–';
  const days = String(Math.floor(full.earliest));
  const until = full.latest === null ? ' d or more' : `-${String(Math.ceil(full.latest))} d`;
  return `${full.metric} ${days}${until}`;
}

/** `cpu 93 % (usually 10 % to 40 %)`; `usual` if nothing is unusual. */
function unusualText(unusual: HostOutlook['unusual'] | null): string {
  if (unusual === null || unusual === undefined) return '–';
  if (!isUnusual(unusual)) return 'usual';
  const { metric, value, low, high } = unusual;
  const text = (of: number): string => metricText(metric, of, 'en').replaceAll('\u202f', ' ');
  return `${metric} ${text(value)} (usually ${text(low)} to ${text(high)})`;
}

/** The rows, for people; `now` in Unix seconds. */
export function formatTable(rows: readonly StatusRow[], now: number): string {
  const isAhead = rows.some(({ full }) => full !== undefined);
  const isExempt = rows.some(({ exempt }) => exempt.length > 0);
  return formatColumns(
    [...COLUMNS, ...(isAhead ? OUTLOOK_COLUMNS : []), ...(isExempt ? [EXEMPT_COLUMN] : [])],
    rows.map((row) => [
      row.hostname,
      row.state,
      percent(row.cpuPercent),
      percent(row.memoryPercent),
      age(row.lastSeen, now),
      row.platform ?? '–',
      row.layout,
      ...(isAhead ? [fullText(row.full ?? null), unusualText(row.unusual ?? null)] : []),
      ...(isExempt ? [row.exempt.join('; ')] : []),
    ]),
  );
}

function percent(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

/** How long ago something was, in words; both in Unix seconds. */
export function age(lastSeen: number | null, now: number): string {
  if (lastSeen === null) return 'never';
  const seconds = Math.max(0, Math.round(now - lastSeen));
  if (seconds < 120) return `${String(seconds)} s ago`;
  if (seconds < 7200) return `${String(Math.round(seconds / 60))} min ago`;
  if (seconds < 172_800) return `${String(Math.round(seconds / 3600))} h ago`;
  return `${String(Math.round(seconds / 86_400))} d ago`;
}
