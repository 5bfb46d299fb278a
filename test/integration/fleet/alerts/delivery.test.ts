import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';

/** A Tuesday, 21:00 UTC. */
const NOW = DateTime.fromISO('2026-11-24T21:00Z').toSeconds();
const KILLED = join(import.meta.dirname, '../../../support/killed-before-showing.ts');
const OFFLINE = { kind: 'offline', hosts: [ref('db')] };

let scene: AlertScene;

beforeEach(() => {
  scene = new AlertScene(NOW);
});

afterEach(() => {
  scene.dispose();
});

/** `db` falls silent, and the notice of it reaches nobody. */
function loseNotice(): void {
  scene.begin({ db: 20, web: 20 });
  scene.shows = false;
  scene.pass(9, { web: 20 });
  expect(scene.stored()).toMatchObject([{ kind: 'offline', notifyState: 1 }]);
  expect(scene.queued()).toEqual(['offline']);
  scene.shows = true;
}

/** The app is killed, and started again so many seconds later; `web` has reported meanwhile. */
function crash(seconds: number): void {
  const from = scene.now;
  scene.crash(seconds);
  scene.report('web', from - MINUTE_S, steady(seconds / MINUTE_S + 1));
}

function steady(minutes: number): number[] {
  return Array.from({ length: minutes }, () => 20);
}

describe('a notice that the app ended before it was shown', () => {
  it('a notice not shown before the app ended is shown once at the next start', () => {
    loseNotice();
    scene.crash(30);
    expect(scene.takeNotices()).toEqual([OFFLINE]);
    scene.crash(30);
    scene.pass(3, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.queued()).toEqual([]);
  });

  it('a notice is shown after a kill between storing and showing it', () => {
    const directory = mkdtempSync(join(tmpdir(), 'py-perf-killed-'));
    const killed = spawnSync(process.execPath, [KILLED, directory, String(NOW)], {
      encoding: 'utf8',
    });
    expect(killed.signal, killed.stderr).toBe('SIGKILL');
    scene.dispose();
    scene = new AlertScene(Number(killed.stdout) + 30, {}, directory);
    scene.alerts.start();
    scene.pass(3, { web: 20 });
    expect(scene.takeNotices()).toEqual([OFFLINE]);
    expect(scene.queued()).toEqual([]);
  });

  it('a notice is repeated at each start until it is acknowledged, but not within a run', () => {
    scene.begin({ db: 20, web: 20 });
    scene.acknowledges = false;
    let handedOver = 0;
    scene.beforeShow = () => {
      handedOver += 1;
    };
    scene.pass(12, { web: 20 });
    expect(handedOver).toBe(1);
    scene.crash(30);
    expect(handedOver).toBe(2);
    scene.acknowledges = true;
    scene.crash(30);
    scene.crash(30);
    expect(handedOver).toBe(3);
    expect(scene.takeNotices()).toEqual([OFFLINE]);
  });
});

describe('a notice that nobody was shown before the app was closed for longer', () => {
  it('an unshown notice is part of the summary after a longer absence', () => {
    loseNotice();
    crash(HOUR_S);
    expect(scene.takeNotices()).toEqual([]);
    scene.pass(3, { web: 20 });
    expect(scene.takeNotices()).toMatchObject([
      { kind: 'summary', offline: 1, stillOffline: 1, back: 0, host: ref('db') },
    ]);
    expect(scene.queued()).toEqual([]);
  });

  it('an unshown notice is updated after a longer absence: the host is back', () => {
    loseNotice();
    const from = scene.now;
    crash(HOUR_S);
    scene.report('db', from + 10 * MINUTE_S, steady(50));
    scene.pass(3, { web: 20, db: 20 });
    expect(scene.takeNotices()).toMatchObject([
      { kind: 'summary', offline: 1, stillOffline: 0, back: 0, host: ref('db') },
    ]);
  });

  it('an unshown notice of a hidden host is dropped', () => {
    loseNotice();
    crash(HOUR_S);
    scene.alter("UPDATE host SET active = 0 WHERE hostname = 'db'");
    scene.pass(3, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.queued()).toEqual([]);
  });

  it('an unshown notice waits for the end of quiet hours', () => {
    const periods = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '21:12', to: '23:00' }];
    scene.configure({ quietHours: { enabled: true, timeZone: 'UTC', periods } });
    loseNotice();
    crash(2 * MINUTE_S);
    scene.pass(60, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
    scene.pass(60, { web: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1, host: ref('db') }]);
  });
});

describe('a summary that nobody was shown', () => {
  function loseSummary(): void {
    scene.begin({ db: 20, web: 20 });
    crash(HOUR_S);
    scene.shows = false;
    scene.pass(3, { web: 20 });
    expect(scene.queued()).toEqual(['summary']);
    scene.shows = true;
  }

  it('an unshown summary is shown at the next start, after a longer time too', () => {
    loseSummary();
    crash(8 * HOUR_S);
    scene.pass(3, { web: 20 });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'summary', offline: 1, host: ref('db') }]);
  });

  it('an unshown summary is dropped a day later', () => {
    loseSummary();
    crash(DAY_S + HOUR_S);
    scene.pass(3, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.queued()).toEqual([]);
  });
});

it('without a shell, alerts neither pile up nor count as notified', () => {
  scene.begin({ db: 20, web: 20 });
  scene.listens = false;
  scene.restart();
  scene.pass(9, { web: 20 });
  expect(scene.stored()).toMatchObject([{ kind: 'offline', notifyState: 0 }]);
  expect(scene.queued()).toEqual([]);
  scene.listens = true;
  scene.restart();
  scene.pass(2, { web: 20 });
  expect(scene.takeNotices()).toEqual([OFFLINE]);
});

it('an unreadable notice is dropped, and blocks no other', () => {
  loseNotice();
  scene.alter("INSERT INTO alert_notice (id, at, notice) VALUES ('odd', ?, '{}')", scene.now - 1);
  scene.crash(30);
  expect(scene.takeNotices()).toEqual([OFFLINE]);
  expect(scene.queued()).toEqual([]);
});
