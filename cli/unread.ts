import type { LegacyHistory } from '../contract/answers.ts';
import { EXIT } from './exit.ts';
import { tell } from './print.ts';

/**
 * Reports on stderr, and by the exit code, that minutes may be missing because batches of the legacy table were never
 * read, and what reading them costs. Partial output never passes for complete.
 */
export function warnAboutUnread(hostname: string, history: LegacyHistory): void {
  process.exitCode = EXIT.notSynced;
  const { tableBytes, readUnits, cost, seconds, error } = history;
  const size =
    tableBytes === null || readUnits === null || cost === null || seconds === null
      ? 'Its size is unknown: the credentials may not describe the table.'
      : `The whole table is ${megabytes(tableBytes)}: ${String(readUnits)} read units, about $${cost.toFixed(4)}, ` +
        `${duration(seconds)} at a rate that does not throttle its writers.`;
  tell(
    `${hostname}: minutes may be missing, because not all of the legacy table has been read.\n${size}\n`,
  );
  if (error !== null) tell(`error: ${error.message}\n`);
  tell(
    'hint:  Give --read-legacy to read it whatever it costs, or create its index: "doctor" says how.\n',
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}
