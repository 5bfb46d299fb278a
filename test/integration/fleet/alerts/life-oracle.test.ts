import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Maintenance } from '../../../../contract/alerts.ts';
import { METRICS, METRIC_IDS, UPTIME_METRIC, type MetricId } from '../../../../contract/metrics.ts';
import type { AlertAction } from '../../../../contract/open-alerts.ts';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { OpenAlerts } from '../../../../fleet/alerts/open-alerts.ts';
import { AlertScene } from '../../../support/alert-scene.ts';
import { checkProperty } from '../../../support/property.ts';

/*
 * An oracle of the life of an alert on a metric, of every kind of metric: which notices come in which minute, by the
 * documentation, with a user who acknowledges, snoozes, reopens, announces maintenance and restarts the program. All
 * times of the model are minutes.
 */

const START = hourOf(1_795_500_000);
const LENGTH = 240;
const FOR = 3;
const REMIND = 60;
const RUNS = 3;
/** A host's uptime also reveals reboots. */
const KINDS = METRIC_IDS.filter((id) => id !== UPTIME_METRIC);

interface Step {
  at: number;
  what: 'acknowledge' | 'snooze' | 'reopen' | 'maintain' | 'restart' | 'crash';
  minutes: number;
}

const steps = fc.array(
  fc.record({
    at: fc.integer({ min: 1, max: LENGTH - 1 }),
    what: fc.constantFrom<Step['what'][]>(
      'acknowledge',
      'snooze',
      'reopen',
      'maintain',
      'restart',
      'crash',
    ),
    minutes: fc.integer({ min: 5, max: 60 }),
  }),
  { maxLength: 8 },
);
const badness = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 90 })), { minLength: 3, maxLength: 12 })
  .map((parts) =>
    parts.flatMap(([bad, length]) => Array.from({ length }, () => bad)).slice(0, LENGTH),
  );

interface Alert {
  start: number;
  end: number | null;
  notedAt: number;
  phase: 'pending' | 'told' | 'done';
  notifiedAt: number;
  acknowledged: boolean;
  snoozedUntil: number | null;
  maintained: boolean;
}

class Model {
  readonly said: string[] = [];
  readonly #maintenance: { from: number; until: number }[] = [];
  #alerts: Alert[] = [];
  #run = 0;

  act(what: 'acknowledge' | 'snooze' | 'reopen', until: number): void {
    for (const alert of this.#alerts.filter(({ end }) => end === null)) {
      alert.acknowledged = what === 'acknowledge';
      alert.snoozedUntil = what === 'snooze' ? until : null;
    }
  }

  maintain(from: number, until: number): void {
    this.#maintenance.push({ from, until });
  }

  sample(minute: number, bad: boolean): void {
    this.#run = bad ? this.#run + 1 : 0;
    const open = this.#alerts.find(({ end }) => end === null);
    const notedAt = minute + 1;
    if (open !== undefined && !bad) Object.assign(open, { end: minute, notedAt });
    if (open !== undefined || this.#run < FOR) return;
    const start = minute - FOR + 1;
    this.#alerts.push({
      start,
      end: null,
      notedAt,
      phase: 'pending',
      notifiedAt: 0,
      acknowledged: false,
      snoozedUntil: null,
      maintained: this.#inMaintenance(start) || this.#inMaintenance(start + FOR),
    });
  }

  look(now: number): void {
    const news: Alert[] = [];
    const isQuiet = this.#inMaintenance(now);
    for (const alert of this.#alerts) {
      if (alert.phase === 'done') continue;
      if (isQuiet) {
        if (alert.end !== null) alert.phase = 'done';
        else if (alert.phase === 'pending') alert.maintained = true;
      } else if (alert.phase === 'told') {
        if (alert.end !== null) alert.phase = 'done';
      } else if (!isFiring(alert, now)) this.#told(alert, now);
      else if (alert.maintained && alert.end !== null && this.#inMaintenance(alert.end))
        alert.phase = 'done';
      else news.push(alert);
    }
    // The first waits a minute for others.
    if (news.length > 0 && now - Math.min(...news.map(({ notedAt }) => notedAt)) >= 1) {
      this.said.push(`${String(now)} told`);
      for (const alert of news) this.#told(alert, now);
    }
    const again = this.#alerts.filter(
      (alert) =>
        alert.phase === 'told' &&
        alert.end === null &&
        !isQuiet &&
        isFiring(alert, now) &&
        (alert.snoozedUntil !== null || now - alert.notifiedAt >= REMIND),
    );
    if (again.length > 0) this.said.push(`${String(now)} reminded`);
    for (const alert of again) Object.assign(alert, { notifiedAt: now, snoozedUntil: null });
  }

  #told(alert: Alert, now: number): void {
    Object.assign(alert, { phase: alert.end === null ? 'told' : 'done', notifiedAt: now });
    alert.maintained = false;
  }

  #inMaintenance(at: number): boolean {
    return this.#maintenance.some(({ from, until }) => from <= at && at < until);
  }
}

function isFiring({ acknowledged, snoozedUntil }: Alert, now: number): boolean {
  return !acknowledged && (snoozedUntil === null || snoozedUntil <= now);
}

/** Lets a host live through its minutes; returns the notices, and the expected ones. */
function live(kind: MetricId, bad: readonly boolean[], list: readonly Step[]) {
  const { alert, bounds, field } = METRICS[kind];
  const { direction, threshold, clearsAt } = alert;
  const rule =
    direction === 'above'
      ? { enabled: true, above: threshold, clearBelow: clearsAt, forMinutes: FOR }
      : { enabled: true, below: threshold, clearAbove: clearsAt, forMinutes: FOR };
  const good = direction === 'above' ? bounds[0] : bounds[1];
  const maintenance: Maintenance[] = [];
  const settings = () => ({
    disk: { enabled: false, above: 90, clearBelow: 88, forMinutes: 5 },
    memory: { enabled: false, above: 90, clearBelow: 85, forMinutes: 5 },
    cpu: { enabled: false, above: 90, clearBelow: 80, forMinutes: 5 },
    remindHours: REMIND / 60,
    [kind]: rule,
    maintenance: [...maintenance],
  });
  const scene = new AlertScene(START, settings());
  try {
    scene.begin({ db: 20 });
    const origin = scene.now;
    const model = new Model();
    const said: string[] = [];
    let [notices, abouts] = [0, scene.abouts.length];
    const note = (now: number): void => {
      const reminders = scene.abouts.slice(abouts).filter(({ state }) => state === 'reminder');
      const others = scene.notices.length - notices - reminders.length;
      said.push(
        ...Array.from({ length: others }, () => `${String(now)} told`),
        ...reminders.map(() => `${String(now)} reminded`),
      );
      [notices, abouts] = [scene.notices.length, scene.abouts.length];
    };
    const act = ({ what, minutes }: Step, now: number): void => {
      if (what === 'maintain') {
        const from = scene.now;
        const scope = { kind: 'host', sourceId: 'default', hostname: 'db' } as const;
        const id = `m-${String(maintenance.length)}`;
        maintenance.push({ id, scope, from, until: from + minutes * MINUTE_S, note: '' });
        model.maintain(now, now + minutes);
        scene.configure(settings());
        model.look(now);
      } else if (what === 'restart' || what === 'crash') {
        scene[what]();
        model.look(now);
      } else {
        const open = new OpenAlerts(scene.store, scene.clock);
        const ids = open.list(scene.hosts()).map(({ id }) => id);
        const until = scene.now + minutes * MINUTE_S;
        const action: AlertAction =
          what === 'snooze'
            ? { action: what, ids, until }
            : what === 'reopen'
              ? { action: what, ids }
              : { action: what, ids, note: '' };
        open.act(action, scene.hosts());
        model.act(what, now + minutes);
      }
      note(now);
    };
    bad.forEach((isBad, minute) => {
      for (const step of list.filter(({ at }) => at === minute)) act(step, minute);
      scene.clock.advance(MINUTE_S);
      const at = origin + minute * MINUTE_S;
      scene.report('db', at, [20], { [field]: isBad ? threshold : good });
      scene.sync();
      model.sample(minute, isBad);
      model.look(minute + 1);
      note(minute + 1);
    });
    return { said, expected: model.said };
  } finally {
    scene.dispose();
  }
}

it('an alert on any metric is notified, repeated and silent as documented', () => {
  checkProperty(
    fc.property(fc.constantFrom(...KINDS), badness, steps, (kind, bad, list) => {
      const { said, expected } = live(kind, bad, list);
      expect(said, kind).toEqual(expected);
    }),
    { runs: RUNS, endOnFailure: true },
  );
}, 120_000);
