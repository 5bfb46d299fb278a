import { Command, InvalidArgumentError } from 'commander';
import { appFailure, type AppError } from '../../contract/errors.ts';
import type { HostRef } from '../../contract/host.ts';
import {
  METRICS,
  METRIC_IDS,
  REQUIRED_METRICS,
  isMetricId,
  type MetricId,
} from '../../contract/metrics.ts';
import type { MetricUnit } from '../../contract/metric-spec.ts';
import { HOUR_S, MINUTE_S } from '../../contract/time.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import type { Service } from '../../worker/service.ts';
import { historyCsv, historyJson, historyRows } from '../history-format.ts';
import { moment, wholeNumber, withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, findHost, warnAboutSources, withService } from '../session.ts';
import { warnAboutUnread } from '../unread.ts';
import { print } from '../print.ts';

/** The longest range that the service answers. */
const MOST_HOURS = 400 * 24;

interface HistoryFlags extends SourceFlags {
  hours: number;
  from?: number;
  to?: number;
  metrics: MetricId[];
  source?: string;
  readLegacy?: boolean;
  json?: boolean;
  csv?: boolean;
}

/** The command `history`. */
export function historyCommand(version: string): Command {
  return withSourceFlags(new Command('history'))
    .description('Fetch the missing samples of a host, then print its minutes.')
    .argument('<host>', 'hostname, as "status" shows it')
    .option(
      '--hours <n>',
      `how many hours back, up to ${String(MOST_HOURS)}`,
      wholeNumber(MOST_HOURS),
      24,
    )
    .option('--from <time>', 'first minute, instead of --hours: ISO 8601, UTC without zone', moment)
    .option('--to <time>', 'end of the range, now if not given: ISO 8601, UTC without zone', moment)
    .option('--metrics <list>', `comma-separated, or "all": ${METRIC_IDS.join(', ')}`, metricList, [
      ...REQUIRED_METRICS,
    ])
    .option('--source <id>', 'the source, if several have a host with this name')
    .option('--read-legacy', 'scan a legacy table without an index, whatever it costs')
    .option('--json', 'print a JSON array')
    .option('--csv', 'print comma-separated values (the default)')
    .addHelpText('after', HELP)
    .action(async (hostname: string, flags: HistoryFlags) => {
      await withService({ version, flags }, (service) => printHistory(service, hostname, flags));
    });
}

async function printHistory(
  service: Service,
  hostname: string,
  flags: HistoryFlags,
): Promise<void> {
  const { from, to } = rangeOf(flags);
  const { found, host } = await findHost(service, hostname, flags.source);
  const failures = await fetchMissing(service, host, from, flags.readLegacy === true);
  warnAboutSources(found, failures);
  const series = await ask(service, 'hostSeries', {
    ...host,
    from,
    // The sync may have taken a minute and brought the sample of that minute.
    to: to ?? Math.ceil(nowSeconds(systemClock)) + MINUTE_S,
    metrics: flags.metrics,
    resolution: 'minute',
  });
  if (series.unread !== undefined)
    warnAboutUnread(hostname, await ask(service, 'legacyHistory', { sourceId: host.sourceId }));
  const rows = historyRows(series, flags.metrics);
  print(flags.json === true ? historyJson(rows) : historyCsv(rows, flags.metrics));
}

/** Unix seconds; `to` absent: up to now. Throws `AppFailure`. */
function rangeOf({ hours, from, to }: HistoryFlags): { from: number; to?: number } {
  const end = to ?? nowSeconds(systemClock);
  const start = from ?? Math.floor(end - hours * HOUR_S);
  if (start >= end)
    throw appFailure('invalid-input', '--from is not before --to.', 'Correct the range.');
  if (end - start > MOST_HOURS * HOUR_S)
    throw appFailure(
      'invalid-input',
      'The range is longer than 400 days.',
      'Ask for less at a time.',
    );
  return to === undefined ? { from: start } : { from: start, to };
}

/** Fetches what the store lacks of a host. Returns failures by source: what is stored is still shown. */
async function fetchMissing(
  service: Service,
  host: HostRef,
  from: number,
  scanAtAnyCost: boolean,
): Promise<Map<string, AppError>> {
  const result = await service.request('backfillHost', { ...host, from, scanAtAnyCost });
  return new Map(result.ok ? [] : [[host.sourceId, result.error]]);
}

function metricList(text: string): MetricId[] {
  if (text === 'all') return [...METRIC_IDS];
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    if (isMetricId(name)) return name;
    throw new InvalidArgumentError(`"${name}" is not a metric. Metrics: ${METRIC_IDS.join(', ')}.`);
  });
}

const UNITS: Readonly<Record<MetricUnit, string>> = {
  percent: '0 to 100',
  load: 'load average: running or waiting processes',
  'bytes-per-second': 'bytes per second',
  celsius: '°C',
  count: 'number',
  seconds: 'seconds',
};

const nameWidth = Math.max(...METRIC_IDS.map((id) => METRICS[id].field.length)) + 2;
const describe = (name: string, meaning: string): string => `  ${name.padEnd(nameWidth)}${meaning}`;

const HELP = `
Prints one row a minute, oldest first; minutes without a value are left out, values that a host does not report are empty
(null in JSON). Columns, and names in JSON, with the metric that brings them:
${describe('time', 'Unix seconds of the minute, UTC')}
${METRIC_IDS.map((id) => describe(METRICS[id].field, `${id}: ${UNITS[METRICS[id].unit]}`)).join('\n')}
What the local store lacks is fetched, at most 30 days back: samples live no longer in DynamoDB. A legacy table without
index is scanned while that stays within the daily budget of the settings; if minutes may be missing, this is said on
stderr, and the exit code is 3.`;
