import type { AlertScope, Maintenance } from '../../../contract/alerts.ts';
import { HOUR_S } from '../../../contract/time.ts';
import { typedSeconds, typedTime, type TypedZone } from '../../lib/format/typed-time.ts';

/** Hours from now, or typed times. */
export type MaintenanceLength = '1' | '4' | '24' | 'times';

/** Announced maintenance as form values. */
export interface MaintenanceDraft {
  readonly id: string;
  scope: AlertScope | null;
  length: MaintenanceLength;
  /** As typed. */
  from: string;
  until: string;
  note: string;
}

/** The time, and the zone in which times are typed. */
export interface DraftContext {
  /** Unix seconds. */
  readonly now: number;
  readonly zone: TypedZone;
}

/** The form of announced maintenance, or of a new one. */
export function maintenanceDraft(
  entry: Maintenance | null,
  scope: AlertScope | null,
  { now, zone }: DraftContext,
): MaintenanceDraft {
  return {
    id: entry?.id ?? crypto.randomUUID(),
    scope: entry?.scope ?? scope,
    length: entry === null ? '1' : 'times',
    from: typedTime(entry?.from ?? now, zone),
    until: typedTime(entry?.until ?? now + HOUR_S, zone),
    note: entry?.note ?? '',
  };
}

/** The maintenance that a draft describes, not yet checked by the schema; `NaN` for an invalid time. */
export function parseMaintenance(
  { id, scope, length, from, until, note }: MaintenanceDraft,
  { now, zone }: DraftContext,
): Record<keyof Maintenance, unknown> {
  const [begins, ends] =
    length === 'times'
      ? [typedSeconds(from, zone), typedSeconds(until, zone)]
      : [now, now + Number(length) * HOUR_S];
  return { id, scope, from: begins, until: ends, note };
}

/** Maintenance of one host from now on. */
export function maintenanceFromNow(scope: AlertScope, hours: number, now: number): Maintenance {
  return { id: crypto.randomUUID(), scope, from: now, until: now + hours * HOUR_S, note: '' };
}
