import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';

const ZONE = 'Europe/Berlin';
/** A Tuesday, 21:00. */
const NOW = DateTime.fromISO('2026-11-24T21:00', { zone: ZONE }).toSeconds();
const CPU = { cpu: { enabled: true, above: 90, clearBelow: 80, forMinutes: 3 } };
const NIGHT = {
  enabled: true,
  timeZone: ZONE,
  periods: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '07:00' }],
};

let scene: AlertScene;

beforeEach(() => {
  scene = new AlertScene(NOW, CPU);
});

afterEach(() => {
  scene.dispose();
});

function steady(minutes: number, cpu = 20): number[] {
  return Array.from({ length: minutes }, () => cpu);
}

describe('hours that were fetched, but not yet looked at,', () => {
  beforeEach(() => {
    scene.begin({ db: 20 });
    scene.backfilling = true;
    scene.sync();
    scene.report('db', scene.now - 9 * HOUR_S, steady(30, 95));
    scene.sync();
    expect(scene.stored()).toEqual([]);
  });

  it('fetched hours are evaluated after the app was closed before', () => {
    scene.restart(30);
    expect(scene.stored()).toMatchObject([{ kind: 'cpu' }]);
  });

  it('fetched hours are evaluated after the app was killed before', () => {
    scene.crash(30);
    expect(scene.stored()).toMatchObject([{ kind: 'cpu' }]);
    scene.crash(30);
    expect(scene.stored()).toHaveLength(1);
  });
});

it('hours that another process fetches are evaluated, however old', () => {
  scene.begin({ db: 20 });
  scene.asOtherProcess((other) => {
    other.report('db', scene.now - 9 * HOUR_S, steady(30, 95));
  });
  scene.alerts.noteForeignChange();
  scene.pass(1, { db: 20 });
  expect(scene.stored()).toMatchObject([{ kind: 'cpu', peak: 95 }]);
});

describe('a short alert', () => {
  it('a short alert that was found just before quiet hours is in their summary', () => {
    scene.begin({ db: 20 });
    scene.configure({ ...CPU, quietHours: NIGHT });
    // Found at 21:59, over at 21:59.
    scene.pass(52, { db: 20 });
    scene.report('db', scene.now, [95, 95, 95, 20]);
    scene.clock.advance(4 * MINUTE_S);
    scene.sync();
    expect(scene.stored()).toMatchObject([{ kind: 'cpu', notifyState: 0 }]);
    scene.pass(10 * 60, { db: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', cpu: 1 }]);
  });

  it('a short alert found in time is notified, although the app was away for some minutes', () => {
    scene.begin({ db: 20, web: 20 });
    scene.report('db', scene.now, [95, 95, 95, 20]);
    scene.clock.advance(4 * MINUTE_S);
    scene.sync();
    scene.crash(9.5 * MINUTE_S);
    scene.pass(2, { db: 20, web: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'cpu', hosts: [{ hostname: 'db' }] }]);
  });
});

it('an alert that began while the app was closed is notified, despite an active one before', () => {
  scene.begin({ db: 20 });
  scene.pass(5, { db: 95 });
  expect(scene.takeNotices()).toHaveLength(1);
  const closed = scene.now;
  scene.restart(HOUR_S);
  scene.report('db', closed - MINUTE_S, [...steady(10, 95), ...steady(30), ...steady(21, 95)]);
  scene.pass(3, { db: 95 });
  expect(scene.stored()).toHaveLength(2);
  expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', cpu: 1, host: ref('db') }]);
});

it('a silence that began before the last read, and ended while the app was closed, is in the summary', () => {
  scene.begin({ db: 20, web: 20 });
  scene.pass(4, { web: 20 });
  // The source cannot be read for the last two minutes.
  scene.online = false;
  scene.pass(2);
  const closed = scene.now;
  expect(scene.stored()).toEqual([]);
  scene.restart(HOUR_S);
  scene.online = true;
  scene.report('web', closed - 3 * MINUTE_S, steady(63));
  scene.report('db', closed + 30 * MINUTE_S, steady(30));
  scene.pass(3, { web: 20, db: 20 });
  expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1, host: ref('db') }]);
});

describe('what happens in the night after the very first start', () => {
  it('the night after the first start is notified if the app was closed before its first evaluation ended', () => {
    scene.alerts.start();
    scene.backfilling = true;
    scene.pass(2, { db: 20, web: 20 });
    const asleep = scene.now;
    scene.clock.advance(8 * HOUR_S);
    scene.backfilling = false;
    scene.report('web', asleep - MINUTE_S, steady(8 * 60 + 1));
    scene.report('db', asleep - MINUTE_S, steady(30));
    scene.pass(3, { web: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1, host: ref('db') }]);
  });

  it('the night after the first start is notified if the first evaluation fell into quiet hours', () => {
    scene.configure({ ...CPU, quietHours: NIGHT });
    scene.clock.advance(2 * HOUR_S);
    scene.alerts.start();
    scene.pass(3, { db: 20, web: 20 });
    scene.pass(9 * 60, { web: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1, host: ref('db') }]);
  });
});

it('a source that was disconnected for a while is not treated as new', () => {
  scene.begin({ db: 20, web: 20 });
  scene.connected = false;
  scene.restart(HOUR_S);
  scene.pass(1);
  scene.connected = true;
  scene.report('web', scene.now - 62 * MINUTE_S, steady(62));
  scene.pass(3, { web: 20 });
  expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('db')] }]);
});

describe('a clock that is put back', () => {
  it('a clock set back does not delay notifications', () => {
    scene.begin({ db: 20, web: 20 });
    scene.clock.advance(2 * HOUR_S);
    scene.alerts.evaluate();
    scene.clock.advance(-2 * HOUR_S);
    scene.pass(12, { db: 20, web: 20 });
    scene.notices.length = 0;
    scene.pass(9, { web: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'offline', hosts: [ref('db')] }]);
  });

  it('a clock set back before a start hides nothing that was stored since', () => {
    scene.begin({ db: 20 });
    scene.clock.advance(3 * HOUR_S);
    scene.alerts.evaluate();
    scene.alerts.stop();
    scene.clock.advance(-3 * HOUR_S);
    scene.report('db', scene.now, steady(5, 95));
    scene.restart(5 * MINUTE_S);
    expect(scene.stored()).toMatchObject([{ kind: 'cpu' }]);
  });
});

it('rules that could not be applied are applied at the next evaluation', () => {
  scene.begin({ db: 20 });
  scene.pass(5, { db: 95 });
  scene.takeNotices();
  vi.spyOn(scene.store, 'write').mockImplementationOnce(() => {
    throw new Error('database is locked');
  });
  scene.configure({ cpu: { ...CPU.cpu, enabled: false } });
  scene.pass(1, { db: 95 });
  expect(scene.alerts.active(scene.hosts())).toEqual([]);
});

it('an alert older than the kept samples continues until it ends', () => {
  scene.begin({ db: 20 });
  scene.pass(5, { db: 95 });
  const since = scene.stored()[0]?.startedAt;
  scene.takeNotices();
  for (let day = 0; day < 9; day += 1) {
    scene.clock.advance(DAY_S);
    scene.report('db', scene.now - DAY_S, steady(1440, 95));
    scene.sync();
  }
  scene.report('db', scene.now - DAY_S, steady(3, 95));
  scene.pass(2, { db: 20 });
  expect(scene.stored()).toMatchObject([
    { kind: 'cpu', startedAt: since, endedAt: scene.now - 2 * MINUTE_S },
  ]);
  expect(scene.takeNotices().filter(({ kind }) => kind === 'cpu')).toEqual([]);
});
