import { z } from 'zod';
import type { Severity } from './alert-notices.ts';
import type { AlertKind } from './alerts.ts';
import type { HostRef } from './host.ts';
import type { MetricId } from './metrics.ts';
import { DAY_S } from './time.ts';

/** Letters that a note to an alert may have. */
export const LONGEST_NOTE = 200;
/** How many alerts one action may name. */
export const MOST_AT_ONCE = 2000;
/** Seconds for which an alert can be snoozed at most. */
export const LONGEST_SNOOZE_S = 30 * DAY_S;

const ids = z
  .array(z.string().regex(/^[0-9a-f]{32}$/u))
  .min(1)
  .max(MOST_AT_ONCE);

/**
 * What the user says to alerts that last. `acknowledge`: somebody knows, no reminder follows. `snooze`: nothing is said
 * until a time in Unix seconds, and then again if they still last. `reopen`: takes either back.
 */
export const alertActionSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('acknowledge'),
    ids,
    note: z.string().trim().max(LONGEST_NOTE).default(''),
  }),
  z.strictObject({ action: z.literal('snooze'), ids, until: z.int().nonnegative() }),
  z.strictObject({ action: z.literal('reopen'), ids }),
]);
/** What the user says to alerts that last. */
export type AlertAction = z.infer<typeof alertActionSchema>;

/** Where an alert that lasts is in its life. */
export type OpenAlertState = 'firing' | 'acknowledged' | 'snoozed';

/** An alert that lasts, of any kind. Times are Unix seconds. */
export interface OpenAlert extends HostRef {
  /** The same wherever this alert shows. */
  id: string;
  kind: AlertKind;
  /** What `value` and `threshold` are of: of what is unusual, another metric each time. Null: no metric. */
  metric: MetricId | null;
  severity: Severity;
  state: OpenAlertState;
  since: number;
  /**
   * The newest value and the threshold, in the metric's unit; null of a silence. Of what is unusual the worst value and
   * the edge of what is usual. Of a disk that fills up the days from when it was found until it is full: the fewest, and
   * the most or null. Of functions that have become slower percent. Of the cost of a month US dollars.
   */
  value: number | null;
  threshold: number | null;
  /**
   * Of cost: the source. Of functions that have become slower: their names, the slowest first. Of a metric what it is about when the alert
   * is found: the fullest file system, custom metrics beyond their limits, failed services.
   */
  subject?: string;
  /** Under announced maintenance. */
  maintenance: boolean;
  acknowledgedAt: number | null;
  /** What was written when it was acknowledged; empty where nothing was. */
  note: string;
  snoozedUntil: number | null;
}
