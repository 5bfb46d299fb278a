import type { AlertKind } from '../../contract/alerts.ts';
import type { ChannelMessage } from '../../contract/channels.ts';

/*
 * An oracle for the messages that channels receive about an alert of any kind, according to docs/alerts-in-detail.md:
 * in which minute, with people who acknowledge, snooze, reopen and announce maintenance, quiet hours of the channel,
 * and two watching programs that are killed and take over from each other. All times are minutes.
 */

/** Minutes of a life. */
export const LENGTH = 300;
/** Minutes between reminders. */
export const REMIND = 60;
/** Minutes of silence after which a host is offline. */
export const SILENT = 6;

/** People's actions on an alert. */
export type Act = 'acknowledge' | 'snooze' | 'reopen';
/** What happens in a minute. */
export interface Step {
  at: number;
  what: Act | 'maintain' | 'hand-over' | 'kill';
  minutes: number;
}
/** The life of the alerts of one kind, and what happens meanwhile. */
export interface Life {
  kind: AlertKind;
  /** Minutes until it begins, that it lasts, and so on. */
  lengths: readonly number[];
  steps: readonly Step[];
  /** Start and end of the channel's quiet hours. */
  quiet: { from: number; to: number };
  /** Minutes of silence before an alert, by an override for the label and for the host; null: no override. */
  delays: { label: number | null; host: number | null };
}

/** When alerts begin and end; a reboot is over at once. */
export function spansOf({ kind, lengths }: Life): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  let at = 0;
  for (let index = 0; index + 1 < lengths.length; index += 2) {
    // What follows is another alert, and is not sent with the end of the previous one.
    const from = at + (lengths[index] ?? 0) + 5;
    const to = kind === 'rebooted' ? from : from + (lengths[index + 1] ?? 0);
    if (from < LENGTH) spans.push({ from, to });
    at = to;
  }
  return spans;
}

type State = ChannelMessage['state'];
interface Alert {
  /** When it was found, and when its end was found. */
  from: number;
  to: number | null;
  ackedAt: number | null;
  snoozedUntil: number | null;
  /** When it was last sent; null: not yet, or never. */
  notifiedAt: number | null;
  over: boolean;
}

/** The messages to a channel, according to the documentation. */
export class Model {
  readonly said: string[] = [];
  readonly #kind: AlertKind;
  readonly #quiet: Life['quiet'];
  readonly #delay: number;
  readonly #maintenance: { from: number; until: number }[] = [];
  #alerts: Alert[] = [];
  #held: { state: State; alert: Alert }[] = [];

  constructor({ kind, quiet, delays }: Life) {
    this.#kind = kind;
    this.#quiet = quiet;
    // The host's override comes before that of its label.
    this.#delay = Math.max(SILENT, delays.host ?? delays.label ?? 0);
  }

  begin(at: number): void {
    const to = this.#kind === 'rebooted' ? at : null;
    const life = { ackedAt: null, snoozedUntil: null, notifiedAt: null, over: false };
    this.#alerts.push({ from: at, to, ...life });
  }

  end(at: number): void {
    for (const alert of this.#alerts) alert.to ??= at;
  }

  act(what: Act, now: number, minutes: number): void {
    for (const alert of this.#alerts.filter(({ to }) => to === null)) {
      alert.ackedAt = what === 'acknowledge' ? now : null;
      alert.snoozedUntil = what === 'snooze' ? now + minutes : null;
    }
  }

  maintain(from: number, until: number): void {
    this.#maintenance.push({ from, until });
  }

  look(now: number): void {
    const isQuiet = this.#quiet.from <= now && now < this.#quiet.to;
    for (const alert of this.#alerts) {
      const state = this.#stateToSend(alert, now);
      if (state === null) continue;
      alert.notifiedAt = now;
      if (alert.to !== null) alert.over = true;
      this.#held.push({ state, alert });
    }
    if (isQuiet) {
      // Alerts that are over before the quiet hours end are not sent afterwards, and neither are reminders.
      const begun = this.#held.filter(({ state }) => state === 'firing').map(({ alert }) => alert);
      const isLost = (alert: Alert): boolean =>
        this.#kind !== 'rebooted' &&
        alert.over &&
        (begun.includes(alert) || this.#cameAndWent.has(alert));
      this.#held = this.#held.filter(
        ({ state, alert }) => (state === 'firing' || state === 'resolved') && !isLost(alert),
      );
      return;
    }
    for (const { state } of this.#held) this.said.push(`${String(now)} ${state}`);
    this.#held = [];
  }

  /** Alerts that were over before anybody was notified. */
  readonly #cameAndWent = new Set<Alert>();

  #stateToSend(alert: Alert, now: number): State | null {
    const { from, to, notifiedAt, ackedAt, snoozedUntil } = alert;
    if (alert.over) return null;
    const isKnown = ackedAt !== null || (snoozedUntil !== null && snoozedUntil > now);
    if (notifiedAt === null) {
      if (to !== null && this.#isUntold(alert, isKnown)) {
        alert.over = true;
        return null;
      }
      if (isKnown || this.#inMaintenance(now)) return null;
      const due = this.#kind === 'offline' ? Math.max(from, from - SILENT + this.#delay) : from;
      if (to === null || this.#kind === 'rebooted') return now > due ? 'firing' : null;
      if (now <= to) return null;
      this.#cameAndWent.add(alert);
      return 'resolved';
    }
    if (to !== null) return now > to ? 'resolved' : null;
    if (ackedAt !== null) return ackedAt > notifiedAt && now > ackedAt ? 'acknowledged' : null;
    if (isKnown || this.#inMaintenance(now)) return null;
    const isAgain = snoozedUntil !== null && snoozedUntil > notifiedAt;
    return isAgain || now - notifiedAt >= REMIND ? 'reminder' : null;
  }

  /** Whether the end of an alert is not sent: it fell into maintenance, it was snoozed, or the host is back. */
  #isUntold({ to }: Alert, isKnown: boolean): boolean {
    return isKnown || this.#kind === 'offline' || this.#inMaintenance(to ?? 0);
  }

  #inMaintenance(at: number): boolean {
    return this.#maintenance.some(({ from, until }) => from <= at && at < until);
  }
}
