import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { rebootsOf } from '../../../../fleet/alerts/reboots.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

const START = hourOf(1_795_500_000);
const uptimes = (...values: number[]) => ({ start: START, values: Float32Array.from(values) });
const gap = (length: number) => Array.from({ length }, () => NaN);

describe('a reboot', () => {
  it('is an uptime shorter than the time since the last sample', () => {
    expect(rebootsOf(uptimes(9_000, 9_060, ...gap(5), 100))).toEqual([START + 7 * MINUTE_S - 100]);
    expect(rebootsOf(uptimes(9_000, 9_060, 30))).toEqual([START + 2 * MINUTE_S - 30]);
  });

  it('is not found if the system kept running, whatever the gap', () => {
    expect(rebootsOf(uptimes(10, 70, 130))).toEqual([]);
    expect(rebootsOf(uptimes(9_000, ...gap(500), 9_000 + 501 * MINUTE_S))).toEqual([]);
    // Samples lie anywhere in their minutes.
    expect(rebootsOf(uptimes(10, 12, 130))).toEqual([]);
  });

  it('is not found if only the clock was set ahead', () => {
    expect(rebootsOf(uptimes(9_000, ...gap(60), 9_060))).toEqual([]);
  });

  it('is not found in the first sample of a host', () => {
    expect(rebootsOf(uptimes(...gap(5), 30))).toEqual([]);
  });
});

describe('the reboots of a fleet', () => {
  let scene: AlertScene;
  afterEach(() => {
    scene.dispose();
  });

  /** Two hosts that have been up for a day; the second reboots. */
  function restarted(settings: ConstructorParameters<typeof AlertScene>[1]): void {
    scene = new AlertScene(START, settings);
    scene.begin({ web: 20 });
    for (let minute = 0; minute < 12; minute += 1) {
      scene.pass(1, { web: 20 });
      if (minute < 4)
        scene.report('db', scene.now - MINUTE_S, [20], { uptimeS: 86_400 + minute * 60 });
      if (minute >= 6)
        scene.report('db', scene.now - MINUTE_S, [20], { uptimeS: 10 + (minute - 6) * 60 });
    }
    scene.pass(2, { web: 20 });
  }

  it('are found if earlier samples arrive after later ones', () => {
    scene = new AlertScene(START);
    scene.begin({});
    scene.clock.advance(20 * MINUTE_S);
    scene.report('db', scene.now - MINUTE_S, [20], { uptimeS: 200 });
    scene.sync();
    expect(scene.stored()).toEqual([]);
    scene.report('db', scene.now - 8 * MINUTE_S, [20], { uptimeS: 90_000 });
    scene.sync();
    expect(scene.stored()).toMatchObject([
      { kind: 'rebooted', startedAt: scene.now - MINUTE_S - 200 },
    ]);
  });

  it('are notified once each if the rule is on, and only stored if it is off', () => {
    restarted({ rebooted: { enabled: true } });
    expect(scene.takeNotices()).toMatchObject([{ kind: 'rebooted', hosts: [{ hostname: 'db' }] }]);
    expect(scene.abouts).toMatchObject([{ severity: 'info', alerts: [{ kind: 'rebooted' }] }]);
    scene.dispose();
    restarted({});
    expect(scene.notices).toEqual([]);
    expect(scene.stored().map(({ kind }) => kind)).toEqual(['rebooted']);
  });

  it('are not notified again after a restart, a repeated minute or a late one', () => {
    restarted({ rebooted: { enabled: true } });
    scene.notices.length = 0;
    const [row] = scene.stored();
    const first = (row?.startedAt ?? 0) + 10;
    scene.report('db', first, [20], { uptimeS: 10 });
    scene.report('db', first - 120, [20], { uptimeS: 86_400 + 600 });
    scene.sync();
    scene.restart(60);
    scene.pass(2, { web: 20 });
    expect(scene.notices).toEqual([]);
    expect(scene.stored().filter(({ kind }) => kind === 'rebooted')).toHaveLength(1);
  });
});
