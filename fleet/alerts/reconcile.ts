import { MINUTE_S } from '../../contract/time.ts';
import { NOTIFY_STATE, type AlertRow, type NotifyState } from '../store/alert-log.ts';
import type { DerivedAlert } from './derive.ts';

/** Stored alerts compared with those that follow from the samples now. */
export interface Reconciliation {
  /** Stored alerts that the samples still give, with what they give now. */
  kept: { row: AlertRow; derived: DerivedAlert; notifyState: NotifyState }[];
  added: { derived: DerivedAlert; notifyState: NotifyState }[];
  /** Stored alerts that the samples do not give any more. */
  gone: AlertRow[];
}

/**
 * Compares alerts derived again with the stored ones of the same host, kind and time. What overlaps is the same alert,
 * so late samples double nothing; and what continues, splits or joins alerts that were shown is not shown again.
 */
export function reconcile(
  derived: readonly DerivedAlert[],
  stored: readonly AlertRow[],
): Reconciliation {
  const result: Reconciliation = { kept: [], added: [], gone: [] };
  const left = new Set(stored);
  for (const alert of derived) {
    const same = stored.filter((row) => overlaps(alert, row));
    const notifyState = same.reduce<NotifyState>(
      (most, row) => (row.notifyState > most ? row.notifyState : most),
      NOTIFY_STATE.pending,
    );
    const row = same.find((candidate) => left.has(candidate));
    if (row === undefined) result.added.push({ derived: alert, notifyState });
    else {
      left.delete(row);
      result.kept.push({ row, derived: alert, notifyState });
    }
  }
  result.gone.push(...left);
  return result;
}

/** An open alert is known up to its newest minute only: what begins after that is another one. */
function overlaps(alert: DerivedAlert, row: AlertRow): boolean {
  const knownTo = row.endedAt ?? row.lastAt + MINUTE_S;
  return alert.startedAt < knownTo && row.startedAt < (alert.endedAt ?? Infinity);
}
