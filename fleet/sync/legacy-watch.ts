import { MINUTE_S } from '../../contract/time.ts';
import type { LegacyRecord } from '../remote/legacy.ts';
import type { StoredHost } from '../store/host-row.ts';

/** Seconds between the uploads of a host not seen before: the Python daemon's default. */
const USUAL_INTERVAL_S = MINUTE_S;
const MIN_INTERVAL_S = 10;
const MAX_INTERVAL_S = 10 * MINUTE_S;

interface Watched {
  /** Unix seconds of the last look at the host's marker. */
  lookedAt: number;
  /** Seconds between uploads, as far as seen. */
  intervalS: number;
  /** Seconds between samples; null until a batch with several was seen. */
  spacingS: number | null;
}

/**
 * When the marker of each legacy host was last read, and how often the host uploads. A marker names the newest batch
 * only: whoever looks less often than the host uploads misses batches. Kept in memory: after a restart nothing is
 * known.
 */
export class LegacyWatch {
  readonly #hosts = new Map<number, Watched>();

  /** Unix seconds of the next read of the host's marker: twice per upload interval. */
  dueAt(host: number): number {
    const watched = this.#hosts.get(host);
    return watched === undefined ? 0 : watched.lookedAt + watched.intervalS / 2;
  }

  noteLook(host: number, now: number): void {
    const { intervalS = USUAL_INTERVAL_S, spacingS = null } = this.#hosts.get(host) ?? {};
    this.#hosts.set(host, { lookedAt: now, intervalS, spacingS });
  }

  /**
   * Whether a batch follows right on the last one read of its host, by the times of their samples, which are of one
   * clock. A batch that is missing between them leaves a hole as long as a batch; half of one is allowed for samples
   * that came late.
   */
  followsOn(host: StoredHost, record: LegacyRecord): boolean {
    const times = timesOf(record);
    if (host.legacyEnd === null || times === null) return false;
    const covered = coveredBy(record);
    const watched = this.#hosts.get(host.id);
    const allowed =
      covered === null
        ? 1.5 * (watched?.spacingS ?? watched?.intervalS ?? 0)
        : spacingOf(record, times) + covered / 2;
    return times.first - host.legacyEnd <= allowed;
  }

  /** Learns from a batch how often its host uploads: by what it covers, and by the upload before it. */
  learn(host: StoredHost, record: LegacyRecord): void {
    const watched = this.#hosts.get(host.id);
    if (watched === undefined) return;
    const covered = coveredBy(record);
    const times = timesOf(record);
    if (covered !== null && times !== null) watched.spacingS = spacingOf(record, times);
    const seen = [covered, sinceUpload(host, record)].filter((value) => value !== null);
    if (seen.length === 0) return;
    watched.intervalS = Math.min(MAX_INTERVAL_S, Math.max(MIN_INTERVAL_S, Math.min(...seen)));
  }
}

/** Unix seconds of the first and the last sample of a batch, or null where it has none. */
export function timesOf({ samples }: LegacyRecord): { first: number; last: number } | null {
  if (samples.length === 0) return null;
  let first = Infinity;
  let last = -Infinity;
  for (const { time } of samples) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return { first, last };
}

/** Seconds that a batch stands for, or null where it has too few samples to tell. */
function coveredBy(record: LegacyRecord): number | null {
  const times = timesOf(record);
  if (times === null || record.samples.length < 2 || times.last <= times.first) return null;
  return times.last - times.first + spacingOf(record, times);
}

function spacingOf(
  { samples }: LegacyRecord,
  { first, last }: { first: number; last: number },
): number {
  return samples.length < 2 ? 0 : (last - first) / (samples.length - 1);
}

function sinceUpload(host: StoredHost, record: LegacyRecord): number | null {
  const { legacySeen } = host;
  return legacySeen === null || record.uploadedAt <= legacySeen
    ? null
    : record.uploadedAt - legacySeen;
}
