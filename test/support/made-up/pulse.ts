import { MINUTE_S, minuteOf } from '../../../contract/time.ts';
import { FleetStore } from '../../../fleet/store/store.ts';
import { bringUpToDate, type MadeUpFleet } from './fleet.ts';

/** A fleet that keeps reporting. */
export interface Pulse {
  stop: () => void;
}

/** The fleet, and the store that it writes to. */
export interface PulseOptions {
  /** The store of a running app; SQLite lets a second process write to it. */
  path: string;
  fleet: MadeUpFleet;
  /** Unix seconds: earlier minutes are in the store. */
  from: number;
  onError: (error: unknown) => void;
}

/** Seconds after a full minute by which the last host has reported. */
const AFTER_MINUTE = 20;

/** Lets all hosts report once a minute until it is stopped. A minute that could not be written comes with the next. */
export function startPulse({ path, fleet, from, onError }: PulseOptions): Pulse {
  let through = minuteOf(from);
  let timer: NodeJS.Timeout | null = null;

  function beat(): void {
    try {
      const store = FleetStore.open(path);
      try {
        through = bringUpToDate(store, fleet, through, Date.now() / 1000);
      } finally {
        store.close();
      }
    } catch (error) {
      onError(error);
    }
    timer = setTimeout(beat, untilNextBeat(Date.now() / 1000) * 1000);
  }

  beat();
  return {
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Seconds from `now` (Unix seconds) until all hosts have next reported. */
export function untilNextBeat(now: number): number {
  const next = minuteOf(now - AFTER_MINUTE) + MINUTE_S + AFTER_MINUTE;
  return next - now;
}
