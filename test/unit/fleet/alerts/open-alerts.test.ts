import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlertAction } from '../../../../contract/open-alerts.ts';
import { HOUR_S, MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { OpenAlerts } from '../../../../fleet/alerts/open-alerts.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

const START = hourOf(1_795_500_000);
const RULE = { enabled: true, above: 90, clearBelow: 80, forMinutes: 5 };
const REMIND = { cpu: RULE, remindHours: 2 };
let scene: AlertScene;

const open = () => new OpenAlerts(scene.store, scene.clock);
const list = () => open().list(scene.hosts());
type Unnamed = AlertAction extends infer A ? (A extends unknown ? Omit<A, 'ids'> : never) : never;
const act = (action: Unnamed) =>
  open().act({ ...action, ids: list().map(({ id }) => id) }, scene.hosts());
const busy = { db: 95, web: 20 };
const states = () => scene.abouts.map(({ state }) => state);

/** A host whose alert has been notified. */
function begin(settings = REMIND): void {
  scene = new AlertScene(START, settings);
  scene.begin({ db: 20, web: 20 });
  scene.pass(8, busy);
  expect(scene.takeNotices()).toMatchObject([{ kind: 'cpu' }]);
  scene.abouts.length = 0;
}

beforeEach(() => {
  begin();
});
afterEach(() => {
  scene.dispose();
});

describe('an alert that lasts', () => {
  it('fires until it is acknowledged or snoozed, which survives a crash', () => {
    expect(list()).toMatchObject([{ hostname: 'db', kind: 'cpu', state: 'firing', value: 95 }]);
    act({ action: 'acknowledge', note: 'on it' });
    scene.crash(30);
    expect(list()).toMatchObject([{ state: 'acknowledged', note: 'on it' }]);
    act({ action: 'snooze', until: scene.now + HOUR_S });
    expect(list()).toMatchObject([{ state: 'snoozed', note: '', acknowledgedAt: null }]);
    act({ action: 'reopen' });
    expect(list()).toMatchObject([{ state: 'firing', snoozedUntil: null }]);
  });

  it('is repeated every N hours until it is acknowledged', () => {
    scene.pass(5 * 60, busy);
    expect(states()).toEqual(['reminder', 'reminder']);
    expect(scene.abouts[0]?.alerts[0]?.id).toBe(list()[0]?.id);
    act({ action: 'acknowledge', note: '' });
    scene.pass(5 * 60, busy);
    expect(states()).toEqual(['reminder', 'reminder']);
    scene.pass(3, { db: 20, web: 20 });
    expect(states()).toEqual(['reminder', 'reminder', 'resolved']);
    expect(list()).toEqual([]);
  });

  it('is repeated after a snooze, only if it is still active', () => {
    scene.configure({ cpu: RULE });
    act({ action: 'snooze', until: scene.now + HOUR_S });
    scene.pass(59, busy);
    expect(states()).toEqual([]);
    scene.pass(3, busy);
    expect(states()).toEqual(['reminder']);
    act({ action: 'snooze', until: scene.now + HOUR_S });
    scene.pass(30, { db: 20, web: 20 });
    scene.pass(60, { db: 20, web: 20 });
    expect(states()).toEqual(['reminder', 'resolved']);
  });

  it('is not notified if it was acknowledged before', () => {
    scene.pass(5, { db: 20, web: 20 });
    scene.abouts.length = 0;
    scene.pass(5, busy);
    act({ action: 'acknowledge', note: '' });
    scene.pass(20, busy);
    expect(states()).toEqual([]);
  });

  it('keeps its acknowledgement if late samples move its beginning', () => {
    act({ action: 'acknowledge', note: 'known' });
    const [row] = scene.stored();
    const from = (row?.startedAt ?? 0) - 2 * MINUTE_S;
    scene.report('db', from, [95, 95]);
    scene.sync();
    expect(scene.stored()[0]?.startedAt).toBe(from);
    expect(list()).toMatchObject([{ state: 'acknowledged', note: 'known', since: from }]);
  });

  it('has no reminders under maintenance and in quiet hours', () => {
    const maintenance = [
      {
        id: 'm',
        scope: { kind: 'host', sourceId: 'default', hostname: 'db' },
        from: 0,
        until: 4e9,
      },
    ] as const;
    scene.configure({ ...REMIND, maintenance: [...maintenance] });
    scene.pass(5 * 60, busy);
    expect(states()).toEqual([]);
    const always = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' };
    scene.configure({
      ...REMIND,
      quietHours: { enabled: true, timeZone: 'UTC', periods: [always] },
    });
    scene.pass(5 * 60, busy);
    expect(states()).toEqual([]);
  });

  it('has no reminders once its host has long been silent: nobody could acknowledge it', () => {
    scene.pass(12 * 60, { web: 20 });
    expect(list()).toMatchObject([{ kind: 'offline' }]);
    const told = new Set(scene.abouts.flatMap(({ alerts }) => alerts.map(({ kind }) => kind)));
    expect([...told]).toEqual(['offline']);
  });

  it('cannot be snoozed into the past, nor for ever', () => {
    expect(() => act({ action: 'snooze', until: scene.now - 1 })).toThrow(/30 days/u);
    expect(() => act({ action: 'snooze', until: 4e9 })).toThrow(/30 days/u);
  });
});
