import type { AlertKind } from '../../../contract/alerts.ts';
import type { FleetEvent } from '../../../contract/answers.ts';
import { hostKey } from '../../../contract/host.ts';
import { isMetricId, type MetricId } from '../../../contract/metrics.ts';
import { byMetric } from '../../../contract/threshold-rules.ts';

/** The filter of an event list; an empty text and an empty list of kinds match everything. */
export interface EventFilter {
  readonly text: string;
  readonly kinds: readonly AlertKind[];
  /** Only events that have not ended. */
  readonly lasting: boolean;
}

/** Matches every event. */
export const NO_EVENT_FILTER: EventFilter = { text: '', kinds: [], lasting: false };

/**
 * The events that match a filter: hostname or description (`nameOf`) contains every word of its text, ignoring case.
 */
export function filterEvents(
  events: readonly FleetEvent[],
  { text, kinds, lasting }: EventFilter,
  nameOf: (kind: AlertKind) => string,
): readonly FleetEvent[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0 && kinds.length === 0 && !lasting) return events;
  return events.filter(({ hostname, kind, subject, endedAt }) => {
    if (lasting && endedAt !== null) return false;
    if (kinds.length > 0 && !kinds.includes(kind)) return false;
    const where = kind === 'cost' ? (subject ?? '') : hostname;
    const found = `${where} ${nameOf(kind)}`.toLowerCase();
    return words.every((word) => found.includes(word));
  });
}

/** A unique string per event: a host has at most one of a kind at a time. */
export function eventKey(event: FleetEvent): string {
  return `${hostKey(event)} ${event.kind} ${String(event.at)}`;
}

/** What happened since the window was last in use. */
export interface AwaySummary {
  /** Hosts that went offline, and how many still are. */
  readonly hosts: number;
  readonly still: number;
  /** Hosts with an alert, by kind. */
  readonly alerts: Readonly<Record<MetricId, number>>;
  readonly events: number;
}

/** What happened since a time (Unix seconds), in a few figures; null if nothing did. */
export function awaySummary(events: readonly FleetEvent[], since: number): AwaySummary | null {
  const after = events.filter(({ at }) => at >= since);
  if (after.length === 0) return null;
  const count = (kind: AlertKind, which: readonly FleetEvent[] = after) =>
    new Set(which.filter((event) => event.kind === kind).map(hostKey)).size;
  return {
    hosts: count('offline'),
    still: count(
      'offline',
      after.filter(({ endedAt }) => endedAt === null),
    ),
    alerts: byMetric((metric) => count(metric)),
    events: after.length,
  };
}

/** Whether an event is an alert about a metric. */
export function isAlert(event: FleetEvent): event is FleetEvent & { kind: MetricId } {
  return isMetricId(event.kind);
}
