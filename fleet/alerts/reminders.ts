import { HOUR_S } from '../../contract/time.ts';
import { type AlertLog } from '../store/alert-log.ts';
import { NOTIFY_STATE, type AlertRow } from '../store/alert-row.ts';
import { stateOf } from './open-alerts.ts';

/** The open alerts to remind of at `now` (Unix seconds). */
export function dueReminders(log: AlertLog, remindHours: number, now: number): AlertRow[] {
  return log.open().filter((row) => {
    const { notifyState, notifiedAt, snoozedUntil } = row;
    if (notifyState !== NOTIFY_STATE.begun || notifiedAt === null) return false;
    if (stateOf(row, now) !== 'firing') return false;
    // What was snoozed is said again when that is over, also where nothing else is said twice.
    if (snoozedUntil !== null) return true;
    return remindHours > 0 && now - notifiedAt >= remindHours * HOUR_S;
  });
}

/** The alert after its reminder. */
export function reminded(row: AlertRow, now: number): AlertRow {
  return { ...row, notifiedAt: now, snoozedUntil: null, reminders: row.reminders + 1 };
}
