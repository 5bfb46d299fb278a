import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { AlertScene, ref, type Reports } from '../../../support/alert-scene.ts';

const NOW = 1_795_500_000;
/** Seconds between two alerts of one host do not matter here. */
const SHORT = { cpu: { enabled: true, above: 90, clearBelow: 80, forMinutes: 3 } };

let scene: AlertScene;

beforeEach(() => {
  scene = new AlertScene(NOW, SHORT);
});

afterEach(() => {
  scene.dispose();
});

const ALL = Array.from({ length: 15 }, (_, index) => `host-${String(index + 1)}`);

function all(cpu: number | null): Reports {
  return Object.fromEntries(ALL.map((hostname) => [hostname, cpu]));
}

describe('a threshold that is exceeded', () => {
  it('an exceeded threshold is notified once, a minute after it was found, and stays in the overview while it lasts', () => {
    scene.begin({ db: 20 });
    scene.pass(3, { db: 95 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.alerts.active(scene.hosts())).toMatchObject([
      { ...ref('db'), kind: 'cpu', value: 95, threshold: 90, maintenance: false },
    ]);
    scene.pass(1, { db: 97 });
    expect(scene.takeNotices()).toEqual([
      { kind: 'cpu', hosts: [{ ...ref('db'), value: 97, threshold: 90, minutes: 4 }] },
    ]);
    scene.pass(30, { db: 85 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.alerts.active(scene.hosts())).toHaveLength(1);
    scene.pass(2, { db: 50 });
    expect(scene.alerts.active(scene.hosts())).toEqual([]);
    expect(scene.takeNotices()).toEqual([]);
  });

  it('an exceeded threshold is one notice for all hosts, worst first', () => {
    scene.begin({ a: 20, b: 20, c: 20 });
    scene.pass(4, { a: 91, b: 99, c: 20 });
    scene.pass(4, { a: 91, b: 99, c: 95 });
    const [first, second, ...rest] = scene.takeNotices();
    expect(first).toMatchObject({ kind: 'cpu', hosts: [{ hostname: 'b' }, { hostname: 'a' }] });
    expect(second).toMatchObject({ kind: 'cpu', hosts: [{ hostname: 'c' }] });
    expect(rest).toEqual([]);
  });

  it('an exceeded threshold is notified even if it is over by then, but not if late samples reveal it', () => {
    scene.begin({ db: 20, laptop: 20 });
    scene.pass(20, { db: 20 });
    scene.report('laptop', scene.now - 20 * MINUTE_S, [95, 95, 95, 95, 20, 20, 20, 20, 20]);
    scene.report('db', scene.now - 5 * MINUTE_S, [95, 95, 95, 20, 20]);
    scene.pass(3, { db: 20, laptop: 20 });
    expect(scene.takeNotices().filter(({ kind }) => kind === 'cpu')).toMatchObject([
      { hosts: [{ hostname: 'db', value: 95, minutes: 3 }] },
    ]);
    expect(scene.stored().filter(({ kind }) => kind === 'cpu')).toHaveLength(2);
  });

  it('an exceeded threshold is not notified again after a restart, nor when late samples extend it', () => {
    scene.begin({ db: 20 });
    scene.pass(3, { db: null });
    scene.pass(5, { db: 95 });
    expect(scene.takeNotices()).toHaveLength(1);
    scene.restart(60);
    scene.pass(5, { db: 95 });
    scene.report('db', scene.now - 14 * MINUTE_S, [95, 95, 95]);
    scene.pass(5, { db: 95 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.stored()).toMatchObject([{ kind: 'cpu', endedAt: null, peak: 95 }]);
  });

  it('a threshold exceeded before the first start is listed, but not notified', () => {
    scene.report(
      'db',
      NOW - HOUR_S,
      Array.from({ length: 60 }, () => 95),
    );
    scene.alerts.start();
    scene.pass(5, { db: 95 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.alerts.active(scene.hosts())).toMatchObject([{ since: NOW - HOUR_S }]);
  });

  it('an exceeded threshold continues over a silence, and ended with it if the host is well afterwards', () => {
    scene.begin({ db: 20 });
    scene.pass(5, { db: 95 });
    const last = scene.now - MINUTE_S;
    scene.pass(20, { db: null });
    expect(scene.alerts.active(scene.hosts())).toHaveLength(1);
    scene.pass(60, { db: null });
    expect(scene.alerts.active(scene.hosts())).toEqual([]);
    scene.pass(2, { db: 20 });
    expect(scene.stored()).toMatchObject([
      { kind: 'cpu', endedAt: last + MINUTE_S },
      { kind: 'offline' },
    ]);
  });
});

describe('hosts that fall silent', () => {
  it('hosts that fall silent together are one notice, and so is their return', () => {
    scene.begin({ ...all(20), web: 20 });
    scene.pass(8, { web: 20 });
    const [notice, ...rest] = scene.takeNotices();
    expect(notice).toEqual({ kind: 'offline', hosts: ALL.map(ref) });
    expect(rest).toEqual([]);
    scene.pass(20, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
    scene.pass(3, { ...all(20), web: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'back', hosts: ALL.map(ref) }]);
  });

  it('hosts that are back before the notice are not notified', () => {
    scene.begin({ db: 20 });
    scene.pass(5, { db: null });
    scene.clock.advance(59);
    scene.sync();
    expect(scene.stored()).toHaveLength(1);
    scene.pass(3, { db: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });

  it('hosts that fall silent are not notified while the source fails', () => {
    scene.begin({ ...all(20) });
    scene.online = false;
    scene.pass(60);
    expect(scene.takeNotices()).toEqual([]);
    scene.online = true;
    scene.report(
      'host-1',
      scene.now - 60 * MINUTE_S,
      Array.from({ length: 60 }, () => 20),
    );
    scene.pass(3, { 'host-1': 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: ALL.slice(1).map(ref) }]);
  });

  it('hosts that fall silent are not notified twice over a restart, but their return is', () => {
    scene.begin({ db: 20, web: 20 });
    scene.pass(8, { web: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('db')] }]);
    scene.restart(120);
    scene.pass(5, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
    scene.restart(60);
    scene.pass(3, { web: 20, db: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'back', hosts: [ref('db')] }]);
  });

  it('hosts that were silent when the source was first read are not notified', () => {
    scene.report('old', NOW - 5 * HOUR_S, [20]);
    scene.begin({ web: 20 });
    scene.report('older', NOW - 9 * HOUR_S, [20]);
    scene.pass(5, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });

  it('hosts that fall silent exclude this machine, which the app collects', () => {
    scene.ownHost = ref('here');
    scene.begin({ here: 20, web: 20 });
    scene.pass(10, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });

  it('hosts that fall silent are not notified after their removal from the fleet', () => {
    scene.begin({ db: 20, web: 20 });
    scene.pass(8, { web: 20 });
    scene.takeNotices();
    scene.store.hosts.setActive(scene.hosts()[0]?.id ?? 0, false, scene.now);
    scene.pass(2, { web: 20 });
    expect(scene.stored()).toMatchObject([{ kind: 'offline', notifyState: 2 }]);
    scene.pass(5, { web: 20, db: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });
});
