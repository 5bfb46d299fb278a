import { describe, expect, it } from 'vitest';
import type { FleetEvent } from '../../../../../contract/answers.ts';
import { byMetric } from '../../../../../contract/threshold-rules.ts';
import {
  awaySummary,
  filterEvents,
  NO_EVENT_FILTER,
  type EventFilter,
} from '../../../../../renderer/features/events/event-list.ts';

const event = (
  hostname: string,
  at: number,
  endedAt: number | null,
  kind: FleetEvent['kind'] = 'offline',
): FleetEvent => ({ sourceId: 'default', hostname, kind, at, endedAt });
const events = [
  event('web-01', 500, null),
  event('web-01', 300, 400),
  event('web-02', 250, null, 'cpu'),
  event('db-01', 100, 900),
];

const nameOf = (kind: FleetEvent['kind']) => (kind === 'offline' ? 'Offline' : 'CPU high');

describe('events', () => {
  const found = (change: Partial<EventFilter>) =>
    filterEvents(events, { ...NO_EVENT_FILTER, ...change }, nameOf).map(({ at }) => at);

  it('events are filtered by words of their host, by kind, and by whether they are ongoing', () => {
    expect(found({ text: 'WEB 01' })).toEqual([500, 300]);
    expect(found({ text: 'web high' })).toEqual([250]);
    expect(found({ kinds: ['cpu', 'disk'] })).toEqual([250]);
    expect(found({ lasting: true })).toEqual([500, 250]);
    expect(found({ lasting: true, kinds: ['offline'], text: 'db' })).toEqual([]);
    expect(filterEvents(events, NO_EVENT_FILTER, nameOf)).toBe(events);
  });

  it('events are counted by host and kind since a time', () => {
    expect(awaySummary(events, 200)).toEqual({
      hosts: 1,
      still: 1,
      alerts: { ...byMetric(() => 0), cpu: 1 },
      events: 3,
    });
    expect(awaySummary(events, 501)).toBeNull();
  });
});
