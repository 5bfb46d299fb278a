import type { FleetEvent } from '../../contract/answers.ts';
import { OFFLINE_AFTER_S } from '../../contract/host-health.ts';
import { DAY_S, HOUR_S, MINUTE_S, hourOf } from '../../contract/time.ts';
import type { StoredHost } from '../store/host-row.ts';
import { lastSeenOf } from '../store/host-summary.ts';
import type { FleetScan, HourRow } from '../store/fleet-scan.ts';
import { HOUR_LENGTH, hasValue } from '../store/series-codec.ts';

/** Hosts and range to find outages in; Unix seconds. */
export interface EventsQuery {
  from: number;
  to: number;
  now: number;
  hosts: readonly StoredHost[];
}

/** Where the walk over one host's hours stands. */
interface Walk {
  host: StoredHost;
  /** The last sample seen, or null before the first. */
  last: number | null;
  /** Hours since then that are known to hold no sample. */
  emptyHours: number;
}

/** How far before the range a silence is looked for that reaches into it. */
const LOOK_BACK_S = DAY_S;

/**
 * Finds what happened from the samples themselves, so that it is right whenever the app was closed and whatever
 * arrives late. A gap over hours that have not been fetched is no silence.
 */
export class GapScanner {
  readonly #scan: Pick<FleetScan, 'hours'>;

  constructor(scan: Pick<FleetScan, 'hours'>) {
    this.#scan = scan;
  }

  /** Events that touch the range, newest first. */
  read({ from, to, now, hosts }: EventsQuery): FleetEvent[] {
    const walks = new Map<number, Walk>(
      hosts.map((host) => [host.id, { host, last: null, emptyHours: 0 }]),
    );
    const events: FleetEvent[] = [];
    for (const row of this.#scan.hours(hourOf(from - LOOK_BACK_S), hourOf(to) + HOUR_S)) {
      const walk = walks.get(row[1]);
      if (walk !== undefined) walkHour(walk, row, events);
    }
    for (const walk of walks.values()) addOngoing(walk, now, events);
    return events
      .filter(({ at, endedAt }) => at < to && (endedAt === null || endedAt > from))
      .sort((a, b) => b.at - a.at);
  }
}

function walkHour(
  walk: Walk,
  [hour, , through, minutes, values]: HourRow,
  events: FleetEvent[],
): void {
  if (minutes === 0) {
    if (through >= HOUR_LENGTH) walk.emptyHours += 1;
    return;
  }
  if (minutes >= HOUR_LENGTH || values === null) {
    step(walk, hour, events);
    walk.last = hour + HOUR_S - MINUTE_S;
    return;
  }
  for (let index = 0; index < HOUR_LENGTH; index += 1) {
    if (!hasValue(values, index)) continue;
    step(walk, hour + index * MINUTE_S, events);
    walk.last = hour + index * MINUTE_S;
  }
}

/** Takes the next sample of a host: what lies between it and the last one may have been a silence. */
function step(walk: Walk, minute: number, events: FleetEvent[]): void {
  const { host, last, emptyHours } = walk;
  walk.emptyHours = 0;
  if (last === null || minute - last <= OFFLINE_AFTER_S) return;
  const between = Math.max(0, (hourOf(minute) - hourOf(last)) / HOUR_S - 1);
  if (emptyHours < between) return;
  events.push({
    sourceId: host.sourceId,
    hostname: host.hostname,
    kind: 'offline',
    at: last,
    endedAt: minute,
  });
}

function addOngoing({ host }: Walk, now: number, events: FleetEvent[]): void {
  const lastSeen = lastSeenOf(host);
  if (lastSeen === null || now - lastSeen < OFFLINE_AFTER_S) return;
  events.push({
    sourceId: host.sourceId,
    hostname: host.hostname,
    kind: 'offline',
    at: lastSeen,
    endedAt: null,
  });
}
