import { Command } from 'commander';
import type { HostSeries } from '../../contract/fleet.ts';
import { MINUTE } from '../../contract/time.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import { positiveInteger, withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, findHost, warnAboutSources, withService } from '../session.ts';

interface HistoryFlags extends SourceFlags {
  hours: number;
  source?: string;
  json?: boolean;
  csv?: boolean;
}

export interface HistoryRow {
  /** Unix seconds of the minute. */
  time: number;
  cpuPercent: number | null;
  memoryPercent: number | null;
}

export function historyCommand(version: string): Command {
  return withSourceFlags(new Command('history'))
    .description('Sync what is missing of a host, then print its minutes.')
    .argument('<host>', 'hostname, as "status" shows it')
    .option('--hours <n>', 'how far back', positiveInteger, 24)
    .option('--source <id>', 'the source, where several have a host of that name')
    .option('--json', 'print a JSON array')
    .option('--csv', 'print comma-separated values (the default)')
    .action(async (hostname: string, flags: HistoryFlags) => {
      await withService({ version, flags }, async (service) => {
        const now = nowSeconds(systemClock);
        const from = Math.floor(now - flags.hours * 3600);
        await ask(service, 'syncNow', { reason: 'user' });
        const { sourceId } = findHost(
          await ask(service, 'fleetOverview', {}),
          hostname,
          flags.source,
        );
        await service.engine.backfillHost({ sourceId, hostname }, from);
        warnAboutSources(await ask(service, 'fleetOverview', {}));
        const series = await ask(service, 'hostSeries', {
          sourceId,
          hostname,
          from,
          to: Math.ceil(now) + MINUTE,
          metrics: ['cpu', 'memory'],
          resolution: 'minute',
        });
        process.stdout.write(flags.json === true ? toJson(series) : toCsv(series));
      });
    });
}

/** The minutes that have a sample, oldest first; gaps are left out, not filled. */
export function historyRows(series: HostSeries): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (let step = 0; step < series.count; step += 1) {
    const cpuPercent = valueAt(series.metrics.cpu?.mean, step);
    const memoryPercent = valueAt(series.metrics.memory?.mean, step);
    if (cpuPercent === null && memoryPercent === null) continue;
    rows.push({ time: series.start + step * series.step, cpuPercent, memoryPercent });
  }
  return rows;
}

/** Percentages are stored in tenths: what a 32-bit float adds to that is no information. */
function valueAt(values: Float32Array | undefined, step: number): number | null {
  const value = values?.[step];
  return value === undefined || Number.isNaN(value) ? null : Math.round(value * 10) / 10;
}

function toJson(series: HostSeries): string {
  return `${JSON.stringify(historyRows(series), null, 2)}\n`;
}

function toCsv(series: HostSeries): string {
  const lines = historyRows(series).map(({ time, cpuPercent, memoryPercent }) =>
    [time, cpuPercent ?? '', memoryPercent ?? ''].join(','),
  );
  return `${['time,cpuPercent,memoryPercent', ...lines].join('\n')}\n`;
}
