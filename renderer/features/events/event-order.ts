import type { FleetEvent } from '../../../contract/answers.ts';
import { compareNames } from '../../../contract/host-health.ts';
import type { TimeRange } from '../../lib/ranges.ts';

/** The sortable columns of an event list. */
export const EVENT_COLUMNS = ['what', 'host', 'from', 'until', 'duration'] as const;
/** A sortable column. */
export type EventColumn = (typeof EVENT_COLUMNS)[number];

/** The order of a list of events. */
export interface EventOrder {
  readonly column: EventColumn;
  readonly desc: boolean;
}

/** Newest first. */
export const USUAL_EVENT_ORDER: EventOrder = { column: 'from', desc: true };

/** The order after a click on a column header: times and durations start with the largest, names with A. */
export function nextEventOrder(order: EventOrder, column: EventColumn): EventOrder {
  if (order.column === column) return { column, desc: !order.desc };
  return { column, desc: column !== 'what' && column !== 'host' };
}

/**
 * The events in an order; equal ones keep theirs. Active ones count as ending `now` (Unix seconds). `nameOf` describes
 * an event.
 */
export function sortEvents(
  events: readonly FleetEvent[],
  { column, desc }: EventOrder,
  now: number,
  nameOf: (event: FleetEvent) => string,
): readonly FleetEvent[] {
  const end = ({ endedAt }: FleetEvent) => endedAt ?? now;
  const compare: Readonly<Record<EventColumn, (a: FleetEvent, b: FleetEvent) => number>> = {
    what: (a, b) => compareNames(nameOf(a), nameOf(b)),
    host: (a, b) => compareNames(a.hostname, b.hostname),
    from: (a, b) => a.at - b.at,
    until: (a, b) => end(a) - end(b),
    duration: (a, b) => end(a) - a.at - (end(b) - b.at),
  };
  const sign = desc ? -1 : 1;
  return events.toSorted((a, b) => sign * compare[column](a, b));
}

/** A line of the list: a day header, or an event. */
export type EventLine =
  | { readonly kind: 'day'; readonly day: string; readonly count: number }
  | { readonly kind: 'event'; readonly event: FleetEvent };

/** The lines of a list sorted by time, with a header for each day; without headers if `dayOf` is null. */
export function eventLines(
  events: readonly FleetEvent[],
  dayOf: ((seconds: number) => string) | null,
): readonly EventLine[] {
  const lineOf = (event: FleetEvent): EventLine => ({ kind: 'event', event });
  if (dayOf === null) return events.map(lineOf);
  return [...Map.groupBy(events, ({ at }) => dayOf(at))].flatMap(([day, found]) => [
    { kind: 'day', day, count: found.length },
    ...found.map(lineOf),
  ]);
}

/** How many events began in each equal part of a range: outages, and everything else. */
export function countByTime(
  events: readonly FleetEvent[],
  { from, to }: TimeRange,
  parts: number,
): { readonly offline: number; readonly other: number }[] {
  const counts = Array.from({ length: parts }, () => ({ offline: 0, other: 0 }));
  for (const { at, kind } of events) {
    const count = counts[Math.floor(((at - from) / (to - from)) * parts)];
    if (count === undefined) continue;
    if (kind === 'offline') count.offline += 1;
    else count.other += 1;
  }
  return counts;
}
