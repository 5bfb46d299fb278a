import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AlertKind } from '../../contract/alerts.ts';
import { MINUTE_S, QUARTER_HOUR_S } from '../../contract/time.ts';
import {
  ALERT_COLUMNS,
  NEW_COLUMNS,
  NOTIFY_STATE,
  PARAMETERS,
  SET_CHANGEABLE,
  changeable,
  toAlert,
  type AlertRow,
  type NewAlert,
} from './alert-row.ts';

const OPEN = 'cleared_at IS NULL';
const UNNOTIFIED = `told < ${String(NOTIFY_STATE.done)}`;

/** The alerts and silences of the fleet. Writing methods are called within a transaction. */
export class AlertLog {
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #remove: StatementSync;
  readonly #clearedSince: StatementSync;
  readonly #open: StatementSync;
  readonly #openOf: StatementSync;
  readonly #unnotified: StatementSync;
  readonly #live: StatementSync;
  readonly #within: StatementSync;
  readonly #withinOf: StatementSync;
  /** Open alerts and those that are still to be notified, by id, while they are held. */
  #held: Map<number, AlertRow> | null = null;
  /** Alerts that have changed while they are held and are still to be written: many change twice in one look. */
  readonly #unwritten = new Map<number, AlertRow>();
  /** The newest minutes of open alerts where the file says an older one. */
  readonly #lastAt = new Map<number, number>();

  constructor(db: DatabaseSync) {
    const select = (where: string): StatementSync => {
      const statement = db.prepare(`SELECT ${ALERT_COLUMNS} FROM alert WHERE ${where}`);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#insert = db.prepare(`INSERT INTO alert (${NEW_COLUMNS}) VALUES (${PARAMETERS})`);
    this.#update = db.prepare(`UPDATE alert SET ${SET_CHANGEABLE} WHERE id = ?`);
    this.#remove = db.prepare('DELETE FROM alert WHERE id = ?');
    this.#clearedSince = select('cleared_at > ?');
    this.#open = select(`${OPEN} ORDER BY started_at, id`);
    this.#openOf = select(`${OPEN} AND kind = ? ORDER BY started_at, id`);
    this.#unnotified = select(`${UNNOTIFIED} ORDER BY id`);
    this.#live = select(`${OPEN} OR ${UNNOTIFIED}`);
    const within = 'started_at < ? AND (ended_at IS NULL OR ended_at > ?)';
    this.#within = select(within);
    this.#withinOf = select(`${within} AND kind = ?`);
  }

  /**
   * Reads what is live once for all of `work`, which is the whole use of a transaction: every look asks for it several
   * times. What changes is written at the end, once.
   */
  holding<T>(work: () => T): T {
    this.#held = new Map(this.#read(this.#live.all()).map((row) => [row.id, row]));
    try {
      const result = work();
      this.#writeAll();
      return result;
    } finally {
      this.#unwritten.clear();
      this.#held = null;
    }
  }

  add(alert: NewAlert): void {
    const { host, kind, metric = null } = alert;
    const { lastInsertRowid } = this.#insert.run(host, kind, metric, ...changeable(alert));
    const id = Number(lastInsertRowid);
    this.#lastAt.delete(id);
    this.#hold({ ...alert, id, metric });
  }

  put(alert: AlertRow): void {
    if (this.#held === null) this.#write(alert);
    else this.#unwritten.set(alert.id, alert);
    this.#lastAt.delete(alert.id);
    this.#hold(alert);
  }

  /**
   * Takes note of the newest minute of an alert that goes on and was notified. It is written every quarter of an hour,
   * each alert at its own minute; what this process reads of the alert is exact.
   */
  goesOn(alert: AlertRow, lastAt: number): void {
    const turnOf = (time: number): number =>
      Math.floor((time + alert.id * MINUTE_S) / QUARTER_HOUR_S);
    const next = { ...alert, lastAt };
    if (turnOf(lastAt) !== turnOf(alert.lastAt)) this.put(next);
    else {
      this.#lastAt.set(alert.id, lastAt);
      this.#hold(next);
    }
  }

  remove(id: number): void {
    this.#remove.run(id);
    this.#unwritten.delete(id);
    this.#lastAt.delete(id);
    this.#held?.delete(id);
  }

  /** Open alerts, and those ended by a sample after `from`; oldest first. */
  since(from: number): AlertRow[] {
    this.#writeAll();
    return [...this.open(), ...this.#read(this.#clearedSince.all(from))].sort(byStart);
  }

  /** Open alerts, oldest first. */
  open(): AlertRow[] {
    if (this.#held === null) return this.#read(this.#open.all());
    return [...this.#held.values()].filter(isOpen).sort(byStart);
  }

  /** Open alerts of one kind, oldest first. */
  openOf(kind: AlertKind): AlertRow[] {
    if (this.#held === null) return this.#read(this.#openOf.all(kind));
    return [...this.#held.values()].filter((row) => row.kind === kind && isOpen(row)).sort(byStart);
  }

  /** What is still to be notified, now or once it ends. */
  unnotified(): AlertRow[] {
    if (this.#held === null) return this.#read(this.#unnotified.all());
    return [...this.#held.values()].filter(isUnnotified).sort((a, b) => a.id - b.id);
  }

  /** What touches `[from, to)`. */
  within(from: number, to: number): AlertRow[] {
    this.#writeAll();
    return this.#read(this.#within.all(to, from));
  }

  /** What of one kind touches `[from, to)`. */
  withinOf(kind: AlertKind, from: number, to: number): AlertRow[] {
    this.#writeAll();
    return this.#read(this.#withinOf.all(to, from, kind));
  }

  #write(alert: AlertRow): void {
    this.#update.run(...changeable(alert), alert.id);
  }

  #writeAll(): void {
    for (const alert of this.#unwritten.values()) this.#write(alert);
    this.#unwritten.clear();
  }

  #read(rows: readonly unknown[]): AlertRow[] {
    const alerts = rows.flatMap(toAlert);
    if (this.#lastAt.size === 0) return alerts;
    for (const alert of alerts) {
      const known = this.#lastAt.get(alert.id);
      if (known !== undefined && isOpen(alert)) alert.lastAt = Math.max(alert.lastAt, known);
    }
    return alerts;
  }

  #hold(alert: AlertRow): void {
    if (isOpen(alert) || isUnnotified(alert)) this.#held?.set(alert.id, alert);
    else this.#held?.delete(alert.id);
  }
}

function isOpen({ resolvedBy }: AlertRow): boolean {
  return resolvedBy === null;
}

function isUnnotified({ notifyState }: AlertRow): boolean {
  return notifyState !== NOTIFY_STATE.done;
}

function byStart(a: AlertRow, b: AlertRow): number {
  return a.startedAt - b.startedAt || a.id - b.id;
}
