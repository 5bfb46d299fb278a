import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Outbox } from '../../collector/outbox/outbox.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { say } from '../print.ts';

/** Prints what the collector of this data directory did last, whatever process it runs in. Throws `AppFailure`. */
export function printCollectorStatus(): void {
  const path = join(dataDir(), 'outbox.db');
  if (!existsSync(path)) {
    say('This machine has not been collected yet.\n');
    return;
  }
  const outbox = new Outbox(path, systemClock);
  try {
    const { hostname, lastSample, lastUploadAt, lastError } = outbox.notes();
    const sample =
      lastSample === undefined
        ? 'none'
        : `${ago(lastSample.collectedAt)}: CPU ${percent(lastSample.cpuPercent)} (busiest core ${percent(lastSample.cpuCoreMax)}), memory ${percent(lastSample.memoryPercent)}`;
    const lines = [
      `host         ${hostname ?? lastSample?.hostname ?? 'unknown'}`,
      `last sample  ${sample}`,
      `last upload  ${lastUploadAt === undefined ? 'none' : ago(lastUploadAt)}`,
      `outbox       ${String(outbox.count())} waiting, ${String(outbox.rejectedCount())} set aside`,
      `last error   ${lastError == null ? 'none' : `${lastError.message} ${lastError.hint}`}`,
    ];
    say(`${lines.join('\n')}\n`);
  } finally {
    outbox.close();
  }
}

function percent(value: number | undefined): string {
  return value === undefined ? 'unknown' : `${value.toFixed(1)} %`;
}

function ago(seconds: number): string {
  const age = Math.max(0, Math.round(nowSeconds(systemClock) - seconds));
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z (${String(age)} s ago)`;
}
