import { Command } from 'commander';
import type { AppError } from '../../contract/errors.ts';
import type { HostRef, HostSeries } from '../../contract/fleet.ts';
import {
  METRICS,
  OPTIONAL_METRICS,
  REQUIRED_METRICS,
  rounded,
  type FieldOf,
  type MetricId,
  type MetricUnit,
} from '../../contract/metrics.ts';
import { HOUR_S, MINUTE_S } from '../../contract/time.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import { wholeNumber, withSourceFlags, type SourceFlags } from '../options.ts';
import type { Service } from '../../worker/service.ts';
import { ask, findHost, warnAboutSources, withService } from '../session.ts';

/** The longest range that the service answers. */
const MOST_HOURS = 400 * 24;

interface HistoryFlags extends SourceFlags {
  hours: number;
  source?: string;
  json?: boolean;
  csv?: boolean;
}

/** One minute; what is unknown of it is null. `time` is Unix seconds. */
export type HistoryRow = { time: number } & Record<FieldOf<MetricId>, number | null>;

/** What every sample has comes first, so that a script that takes columns by their place goes on working. */
const COLUMNS: readonly MetricId[] = [...REQUIRED_METRICS, ...OPTIONAL_METRICS];

export function historyCommand(version: string): Command {
  return withSourceFlags(new Command('history'))
    .description('Sync what is missing of a host, then print its minutes.')
    .argument('<host>', 'hostname, as "status" shows it')
    .option(
      '--hours <n>',
      `how many hours back, up to ${String(MOST_HOURS)}`,
      wholeNumber(MOST_HOURS),
      24,
    )
    .option('--source <id>', 'the source, where several have a host of that name')
    .option('--json', 'print a JSON array')
    .option('--csv', 'print comma-separated values (the default)')
    .addHelpText('after', HELP)
    .action(async (hostname: string, flags: HistoryFlags) => {
      await withService({ version, flags }, async (service) => {
        const from = Math.floor(nowSeconds(systemClock) - flags.hours * HOUR_S);
        await ask(service, 'syncNow', { reason: 'user' });
        const { sourceId } = findHost(
          await ask(service, 'fleetOverview', {}),
          hostname,
          flags.source,
        );
        const failures = await fetchMissing(service, { sourceId, hostname }, from);
        warnAboutSources(await ask(service, 'fleetOverview', {}), failures);
        const series = await ask(service, 'hostSeries', {
          sourceId,
          hostname,
          from,
          // The sync may have taken a minute, and brought its sample.
          to: Math.ceil(nowSeconds(systemClock)) + MINUTE_S,
          metrics: [...COLUMNS],
          resolution: 'minute',
        });
        process.stdout.write(flags.json === true ? toJson(series) : toCsv(series));
      });
    });
}

/** Fetches what the store lacks of a host. What fails is answered, by source: what is stored is shown all the same. */
async function fetchMissing(
  service: Service,
  host: HostRef,
  from: number,
): Promise<Map<string, AppError>> {
  const result = await service.request('backfillHost', { ...host, from });
  return new Map(result.ok ? [] : [[host.sourceId, result.error]]);
}

/** The minutes that have a sample, oldest first; gaps are left out, not filled. */
export function historyRows(series: HostSeries): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (let step = 0; step < series.count; step += 1) {
    const values = COLUMNS.map((id) => [METRICS[id].field, valueAt(series, id, step)] as const);
    if (values.every(([, value]) => value === null)) continue;
    rows.push({
      time: series.start + step * series.step,
      ...(Object.fromEntries(values) as Record<FieldOf<MetricId>, number | null>),
    });
  }
  return rows;
}

/** With the decimals that are stored: what a 32-bit float adds to them is no information. */
function valueAt({ metrics }: HostSeries, id: MetricId, step: number): number | null {
  const value = metrics[id]?.mean[step];
  return value === undefined || Number.isNaN(value) ? null : rounded(id, value);
}

const UNITS: Readonly<Record<MetricUnit, string>> = {
  percent: '0 to 100',
  load: 'load average: processes that run or wait',
  'bytes-per-second': 'bytes per second',
  celsius: '°C',
  count: 'number',
};

const nameWidth = Math.max(...COLUMNS.map((id) => METRICS[id].field.length)) + 2;
const describe = (name: string, meaning: string): string => `  ${name.padEnd(nameWidth)}${meaning}`;

const HELP = `
Prints one row a minute, oldest first; minutes without a sample are left out, values that a host does not report are empty
(null in JSON). Its columns, and the names in JSON:
${describe('time', 'Unix seconds of the minute, UTC')}
${COLUMNS.map((id) => describe(METRICS[id].field, UNITS[METRICS[id].unit])).join('\n')}
What the local store lacks is fetched, at most 30 days back: samples live no longer in DynamoDB.`;

function toJson(series: HostSeries): string {
  return `${JSON.stringify(historyRows(series), null, 2)}\n`;
}

function toCsv(series: HostSeries): string {
  const fields = COLUMNS.map((id) => METRICS[id].field);
  const lines = historyRows(series).map((row) =>
    [row.time, ...fields.map((field) => row[field] ?? '')].join(','),
  );
  return `${[['time', ...fields].join(','), ...lines].join('\n')}\n`;
}
