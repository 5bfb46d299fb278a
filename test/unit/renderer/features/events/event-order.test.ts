import { describe, expect, it } from 'vitest';
import type { FleetEvent } from '../../../../../contract/answers.ts';
import {
  countByTime,
  eventLines,
  nextEventOrder,
  sortEvents,
  USUAL_EVENT_ORDER,
  type EventOrder,
} from '../../../../../renderer/features/events/event-order.ts';

const NOW = 1000;
const event = (
  hostname: string,
  at: number,
  endedAt: number | null,
  kind: FleetEvent['kind'] = 'offline',
): FleetEvent => ({ sourceId: 'default', hostname, kind, at, endedAt });
const events = [
  event('web-10', 900, null),
  event('web-2', 500, 950, 'cpu'),
  event('db-1', 100, 150),
];

describe('sortEvents', () => {
  const order = (wanted: EventOrder) =>
    sortEvents(events, wanted, NOW, ({ kind }) => kind).map(({ hostname }) => hostname);

  it('sorts by each column, ongoing events as ending now', () => {
    expect(order(USUAL_EVENT_ORDER)).toEqual(['web-10', 'web-2', 'db-1']);
    expect(order({ column: 'host', desc: false })).toEqual(['db-1', 'web-2', 'web-10']);
    expect(order({ column: 'what', desc: false })).toEqual(['web-2', 'web-10', 'db-1']);
    expect(order({ column: 'until', desc: true })).toEqual(['web-10', 'web-2', 'db-1']);
    expect(order({ column: 'duration', desc: true })).toEqual(['web-2', 'web-10', 'db-1']);
  });

  it('a second click reverses the order; times start with the largest, names with A', () => {
    expect(nextEventOrder(USUAL_EVENT_ORDER, 'from')).toEqual({ column: 'from', desc: false });
    expect(nextEventOrder(USUAL_EVENT_ORDER, 'duration').desc).toBe(true);
    expect(nextEventOrder(USUAL_EVENT_ORDER, 'host').desc).toBe(false);
  });
});

describe('eventLines', () => {
  it('puts a header with a count before each day', () => {
    const lines = eventLines(events, (at) => (at >= 500 ? 'today' : 'before'));
    expect(
      lines.map((line) => (line.kind === 'day' ? [line.day, line.count] : line.event.at)),
    ).toEqual([['today', 2], 900, 500, ['before', 1], 100]);
  });

  it('has no headers in another order', () => {
    expect(eventLines(events, null)).toHaveLength(3);
  });
});

describe('countByTime', () => {
  it('counts what began in each part, and nothing outside', () => {
    const found = countByTime(
      [...events, event('x', 1000, null), event('y', -1, 5)],
      { from: 0, to: 1000 },
      2,
    );
    expect(found).toEqual([
      { offline: 1, other: 0 },
      { offline: 1, other: 1 },
    ]);
  });
});
