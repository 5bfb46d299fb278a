import { MINUTE_S } from '../../contract/time.ts';
import {
  NOTIFY_STATE,
  NOT_NOTIFIED,
  type AlertLife,
  type AlertRow,
  type NotifyState,
} from '../store/alert-row.ts';
import type { DerivedAlert } from './derive.ts';

/** Stored alerts compared with those derived from the samples now. */
export interface Reconciliation {
  /** Stored alerts that the samples still give, with what they give now. */
  kept: ({ row: AlertRow } & Matched)[];
  added: Matched[];
  /** Stored alerts that the samples do not give any more. */
  gone: AlertRow[];
  /** Those of `gone` that were notified and live on in no other alert. */
  withdrawn: AlertRow[];
}

/** Alerts derived from the samples, and what was notified before. */
export interface Matched {
  derived: DerivedAlert;
  notifyState: NotifyState;
  life: AlertLife;
}

/**
 * Compares alerts derived again with the stored ones of the same host, kind and time. What overlaps is the same alert,
 * so late samples double nothing; and what continues, splits or joins alerts that were shown is not shown again.
 */
export function reconcile(
  derived: readonly DerivedAlert[],
  stored: readonly AlertRow[],
): Reconciliation {
  const result: Reconciliation = { kept: [], added: [], gone: [], withdrawn: [] };
  const left = new Set(stored);
  const continued = new Set<AlertRow>();
  for (const alert of derived) {
    const same = stored.filter((row) => overlaps(alert, row));
    const most = same.reduce<AlertRow | null>(
      (best, row) => (best === null || row.notifyState > best.notifyState ? row : best),
      null,
    );
    if (most !== null) continued.add(most);
    const { notifyState, ...life } =
      most === null ? FRESH : { notifyState: most.notifyState, ...lifeOf(most) };
    const row = same.find((candidate) => left.has(candidate));
    if (row === undefined) result.added.push({ derived: alert, notifyState, life });
    else {
      left.delete(row);
      result.kept.push({ row, derived: alert, notifyState, life });
    }
  }
  result.gone.push(...left);
  result.withdrawn.push(
    ...result.gone.filter((row) => row.notifyState === NOTIFY_STATE.begun && !continued.has(row)),
  );
  return result;
}

const FRESH = { notifyState: NOTIFY_STATE.pending, ...NOT_NOTIFIED } as const;

function lifeOf(row: AlertRow): AlertLife {
  const { notifiedAt, notifiedStart, reminders, ackedAt, ackNote, snoozedUntil } = row;
  return { notifiedAt, notifiedStart, reminders, ackedAt, ackNote, snoozedUntil };
}

/** An open alert is known only up to its newest minute: anything that begins later is another alert. */
function overlaps(alert: DerivedAlert, row: AlertRow): boolean {
  const knownTo = row.endedAt ?? row.lastAt + MINUTE_S;
  return alert.startedAt < knownTo && row.startedAt < (alert.endedAt ?? Infinity);
}
