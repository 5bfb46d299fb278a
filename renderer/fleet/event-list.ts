import type { FleetEvent } from '../../contract/answers.ts';
import { hostKey } from './rows.ts';

/** The events whose hostname holds every word of a text; case does not matter. */
export function searchEvents(events: readonly FleetEvent[], text: string): readonly FleetEvent[] {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return events;
  return events.filter(({ hostname }) => {
    const name = hostname.toLowerCase();
    return words.every((word) => name.includes(word));
  });
}

export interface AwaySummary {
  /** Hosts that went offline, and how many of them still are. */
  readonly hosts: number;
  readonly still: number;
  readonly events: number;
}

/** What happened since a moment (Unix seconds), in three figures; null where nothing did. */
export function awaySummary(events: readonly FleetEvent[], since: number): AwaySummary | null {
  const after = events.filter(({ at }) => at >= since);
  if (after.length === 0) return null;
  const hosts = new Set(after.map(hostKey));
  const still = new Set(after.filter(({ endedAt }) => endedAt === null).map(hostKey));
  return { hosts: hosts.size, still: still.size, events: after.length };
}
