import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
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
  scene.begin({ db: 20, web: 20, mail: 20 });
});

afterEach(() => {
  scene.dispose();
});

function steady(minutes: number, cpu = 20): number[] {
  return Array.from({ length: minutes }, () => cpu);
}

describe('after a sleep of the viewer', () => {
  it('after a sleep of the viewer of eight hours there is no false alert', () => {
    const asleep = scene.now;
    scene.clock.advance(8 * HOUR_S);
    // The looks before the first sync know nothing of the hosts yet.
    scene.online = false;
    scene.pass(2);
    scene.online = true;
    for (const hostname of ['db', 'web', 'mail'])
      scene.report(hostname, asleep - MINUTE_S, steady((scene.now - asleep) / MINUTE_S + 1));
    scene.pass(5, { db: 20, web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.stored()).toEqual([]);
  });

  it('missed alerts are one summary, once everything has been fetched', () => {
    const asleep = scene.now;
    scene.clock.advance(8 * HOUR_S);
    const minutes = 8 * 60 + 1;
    // db is gone after an hour; web was away for an hour, mail was busy for ten minutes and is now.
    scene.backfilling = true;
    scene.report('web', scene.now - MINUTE_S, [20]);
    scene.report('mail', scene.now - MINUTE_S, [95]);
    scene.sync();
    scene.pass(1, { web: 20, mail: 95 });
    expect(scene.takeNotices()).toEqual([]);
    scene.report('db', asleep - MINUTE_S, steady(60));
    const away = Array.from({ length: minutes }, (_, at) => (at > 100 && at < 160 ? NaN : 20));
    scene.report('web', asleep - MINUTE_S, away);
    const busy = steady(minutes)
      .fill(95, 200, 210)
      .fill(95, minutes - 20);
    scene.report('mail', asleep - MINUTE_S, busy);
    scene.pass(1, { web: 20, mail: 95 });
    scene.backfilling = false;
    scene.pass(5, { web: 20, mail: 95 });
    expect(scene.takeNotices()).toEqual([
      expect.objectContaining({
        kind: 'summary',
        since: asleep,
        offline: 2,
        stillOffline: 1,
        back: 0,
        cpu: 1,
        memory: 0,
        host: null,
      }),
    ]);
    scene.pass(3, { web: 20, mail: 95, db: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'back', hosts: [ref('db')] }]);
  });

  it('after a sleep shorter than ten minutes nothing is held back', () => {
    scene.clock.advance(9 * MINUTE_S);
    scene.pass(3, { db: 20, web: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('mail')] }]);
  });

  it('after a sleep it does not wait for ever for a failing source', () => {
    scene.online = false;
    scene.clock.advance(8 * HOUR_S);
    scene.pass(10, { db: 20 });
    expect(scene.takeNotices()).toEqual([]);
    scene.pass(5, { db: 95 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'cpu', hosts: [{ hostname: 'db' }] }]);
  });
});

describe('while the app was closed', () => {
  it('missed alerts are one summary, shown once', () => {
    scene.pass(8, { web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('db')] }]);
    const closed = scene.now;
    scene.restart(2 * HOUR_S);
    scene.report('web', closed - MINUTE_S, steady(30));
    scene.report('mail', closed - MINUTE_S, steady(121));
    scene.report('db', closed + HOUR_S, steady(61));
    scene.pass(3, { mail: 20, db: 20 });
    expect(scene.takeNotices()).toEqual([
      expect.objectContaining({
        kind: 'summary',
        offline: 1,
        stillOffline: 1,
        back: 1,
        host: null,
      }),
    ]);
    scene.restart(2 * HOUR_S);
    scene.report('mail', scene.now - 2 * HOUR_S - MINUTE_S, steady(121));
    scene.report('db', scene.now - 2 * HOUR_S - MINUTE_S, steady(121));
    scene.pass(3, { mail: 20, db: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });

  it('the one host that it concerns is named', () => {
    const closed = scene.now;
    scene.restart(HOUR_S);
    scene.report('web', closed - MINUTE_S, steady(61));
    scene.report('mail', closed - MINUTE_S, steady(61).fill(NaN, 10, 30));
    scene.report('db', closed - MINUTE_S, steady(61));
    scene.pass(3, { mail: 20, db: 20, web: 20 });
    expect(scene.takeNotices()).toMatchObject([{ offline: 1, stillOffline: 0, host: ref('mail') }]);
  });
});

describe('quiet hours', () => {
  beforeEach(() => {
    scene.configure({ ...CPU, quietHours: NIGHT });
    scene.pass(56, { db: 20, web: 20, mail: 20 });
  });

  it('quiet hours hold notifications back, and end with one summary', () => {
    scene.pass(30, { web: 20, mail: 95 });
    scene.pass(8 * 60 + 20, { web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([]);
    scene.pass(20, { web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([
      expect.objectContaining({ kind: 'summary', offline: 1, stillOffline: 1, cpu: 1, host: null }),
    ]);
    scene.pass(20, { web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });

  it('quiet hours that the viewer partly slept through end with one summary', () => {
    scene.pass(20, { web: 20, mail: 20 });
    scene.restart(3 * HOUR_S);
    scene.report('web', scene.now - 3 * HOUR_S - MINUTE_S, steady(181));
    scene.report('mail', scene.now - 3 * HOUR_S - MINUTE_S, steady(181));
    scene.pass(5 * 60, { web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([]);
    scene.pass(60, { web: 20, mail: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1, host: ref('db') }]);
  });

  it('quiet hours without alerts end silently', () => {
    scene.pass(10 * 60, { db: 20, web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });

  it('quiet hours that are switched off meanwhile end at once', () => {
    scene.pass(20, { web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([]);
    scene.configure(CPU);
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1 }]);
  });
});

describe('announced maintenance', () => {
  function maintain(minutes: number, hostname = 'db'): void {
    const [from, until] = [Math.floor(scene.now), Math.floor(scene.now) + minutes * MINUTE_S];
    const scope = { kind: 'host' as const, ...ref(hostname) };
    scene.configure({ ...CPU, maintenance: [{ id: 'work', scope, from, until }] });
  }

  it('keeps alerts within it from being notified, and marks them', () => {
    maintain(60);
    scene.pass(20, { web: 20, mail: 20 });
    scene.pass(20, { db: 95, web: 20, mail: 20 });
    expect(scene.alerts.active(scene.hosts())).toMatchObject([{ maintenance: true }]);
    scene.pass(40, { db: 20, web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.stored()).toMatchObject([
      { kind: 'offline', maintenance: true },
      { kind: 'cpu', maintenance: true },
    ]);
  });

  it('announced maintenance that ends before the trouble is followed by a notice', () => {
    maintain(30);
    scene.pass(29, { web: 20, mail: 20 });
    expect(scene.alerts.inMaintenance(scene.hosts())).toEqual([ref('db')]);
    expect(scene.takeNotices()).toEqual([]);
    scene.pass(2, { web: 20, mail: 20 });
    expect(scene.alerts.inMaintenance(scene.hosts())).toEqual([]);
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('db')] }]);
    scene.pass(4, { db: 20, web: 20, mail: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'back', hosts: [ref('db')] }]);
  });

  it('does not affect other hosts, and is left out of a summary', () => {
    maintain(60);
    const closed = scene.now;
    scene.restart(2 * HOUR_S);
    scene.report('db', closed - MINUTE_S, steady(121).fill(NaN, 10, 40));
    scene.report('web', closed - MINUTE_S, steady(121).fill(NaN, 10, 40));
    scene.report('mail', closed - MINUTE_S, steady(121));
    scene.pass(3, { db: 20, web: 20, mail: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1, host: ref('web') }]);
    // In the event list it is marked.
    expect(scene.stored()).toMatchObject([
      { kind: 'offline', host: 1, maintenance: true, notifyState: 2 },
    ]);
  });
});
