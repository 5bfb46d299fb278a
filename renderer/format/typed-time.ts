import { DateTime } from 'luxon';

/** The time zones that times are typed in. */
export type TypedZone = 'local' | 'utc';

/** A moment (Unix seconds) as an input of the type `datetime-local` has it. */
export function typedTime(seconds: number, zone: TypedZone): string {
  return DateTime.fromSeconds(seconds, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** The moment (Unix seconds) that was typed; NaN where it is none. */
export function typedSeconds(text: string, zone: TypedZone): number {
  return DateTime.fromISO(text, { zone }).toSeconds();
}

/** The name of the zone, as a hint beside what is typed. */
export function zoneName(zone: TypedZone): string {
  return zone === 'utc' ? 'UTC' : DateTime.local().zoneName;
}
