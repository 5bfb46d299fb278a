import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_S, minuteOf } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';
import { checkProperty } from '../../../support/property.ts';

const NOW = 1_795_500_000;
const HOSTS = Array.from({ length: 14 }, (_, index) => `host-${String(index + 1)}`);
/** Seconds between reads of a source, as the app's own schedule has it, and between looks. */
const POLL = 135;
const TICK = 30;

let scene: AlertScene;

/**
 * Hosts report once a minute, each at its own second, while `up` is true; the source is read now and then, and alerts
 * are evaluated every 30 s.
 */
function run(seconds: number, up: (host: number, at: number) => boolean, poll = POLL): void {
  const end = scene.now + seconds;
  let readAt = scene.now;
  while (scene.now < end) {
    scene.clock.advance(TICK);
    if (scene.now - readAt < poll) {
      scene.alerts.evaluate();
      continue;
    }
    readAt = scene.now;
    HOSTS.forEach((hostname, index) => {
      const seen = lastReport(index, scene.now, up);
      if (seen !== null) scene.see(hostname, seen);
    });
    scene.sync();
  }
}

/** The newest second at which a host has reported, within the last minutes. */
function lastReport(host: number, now: number, up: (host: number, at: number) => boolean) {
  const offset = (host * 17) % MINUTE_S;
  const newest = Math.floor((now - offset) / MINUTE_S) * MINUTE_S + offset;
  for (let at = newest; at > newest - 10 * MINUTE_S; at -= MINUTE_S) if (up(host, at)) return at;
  return null;
}

beforeEach(() => {
  scene = new AlertScene(NOW);
  scene.alerts.start();
  run(600, () => true);
  scene.notices.length = 0;
});

afterEach(() => {
  scene.dispose();
});

describe('hosts that go at once', () => {
  it('hosts that go together are one notice, and so is their return, whenever the source is read', () => {
    const moments = fc.tuple(
      fc.integer({ min: 0, max: POLL }),
      fc.integer({ min: 900, max: 1100 }),
    );
    checkProperty(
      fc.property(moments, ([wait, length]) => {
        scene.dispose();
        scene = new AlertScene(NOW);
        scene.alerts.start();
        run(600, () => true);
        scene.notices.length = 0;
        const [from, until] = [scene.now + wait, scene.now + wait + length];
        run(length + 1200, (_, at) => at < from || at >= until);
        expect(scene.takeNotices()).toEqual([
          { kind: 'offline', hosts: HOSTS.map(ref) },
          { kind: 'back', hosts: HOSTS.map(ref) },
        ]);
      }),
      { runs: 12 },
    );
  });

  it.each(['restart', 'crash'] as const)(
    'hosts that go together are one notice across a %s between the 7th and the 8th',
    (how) => {
      const from = scene.now;
      // Seven of them fall silent before the others, so one read shows them alone.
      const up = (host: number, at: number): boolean => at < from + (host < 7 ? 0 : 90);
      const silent = (): number => scene.store.read(() => scene.store.alertLog.open()).length;
      run(390, up, 60);
      expect(silent()).toBe(7);
      expect(scene.notices).toEqual([]);
      scene[how]();
      run(900, up, 60);
      expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: HOSTS.map(ref) }]);
    },
  );

  it('hosts that go together wait for others for at most three minutes', () => {
    const from = scene.now;
    // Every two minutes another one.
    run(2400, (host, at) => at < from + host * 120);
    const told = scene.takeNotices();
    expect(told.flatMap((notice) => ('hosts' in notice ? notice.hosts : []))).toHaveLength(14);
    expect(told.length).toBeGreaterThan(4);
  });

  it('hosts that go together are notified after a minute if no other host is overdue', () => {
    const from = scene.now;
    let found: number | null = null;
    for (let step = 0; step < 60 && scene.notices.length === 0; step += 1) {
      run(POLL, (host, at) => host !== 0 || at < from);
      if (found === null && scene.stored().length > 0) found = scene.stored()[0]?.notedAt ?? null;
    }
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('host-1')] }]);
    expect(scene.now - (found ?? 0)).toBeLessThanOrEqual(POLL + TICK);
  });
});

describe('hosts that are busy at once', () => {
  const CPU = { enabled: true, above: 90, clearBelow: 80, forMinutes: 15 };

  let readAt = NOW;

  /** Hosts upload a sample of every minute up to 20 s after it; the source is read now and then. */
  function runBusy(seconds: number, cpu: (host: number, minute: number) => number): void {
    const end = scene.now + seconds;
    while (scene.now < end) {
      scene.clock.advance(TICK);
      if (scene.now - readAt < POLL) {
        scene.alerts.evaluate();
        continue;
      }
      HOSTS.forEach((hostname, index) => {
        const delay = MINUTE_S + ((index * 7) % 20);
        for (let minute = minuteOf(readAt - delay); minute <= scene.now - delay; minute += MINUTE_S)
          scene.report(hostname, minute, [cpu(index, minute)]);
      });
      readAt = scene.now;
      scene.sync();
    }
  }

  function beginAt(offset: number): void {
    scene.dispose();
    readAt = NOW + offset;
    scene = new AlertScene(readAt, { cpu: CPU });
    scene.alerts.start();
    runBusy(600, () => 20);
    scene.notices.length = 0;
  }

  it('hosts that are busy together are one notice, whenever the source is read', () => {
    checkProperty(
      fc.property(fc.integer({ min: 0, max: POLL }), (offset) => {
        beginAt(offset);
        const from = scene.now;
        runBusy(1800, (_, minute) => (minute >= from ? 95 : 20));
        expect(scene.takeNotices()).toMatchObject([{ kind: 'cpu', hosts: HOSTS.map(() => ({})) }]);
      }),
      // Read so, the source showed the first host a read before all others.
      { runs: 12, examples: [[0]] },
    );
  });

  it('hosts that are busy together wait for others for at most three minutes', () => {
    beginAt(0);
    const from = scene.now;
    // Every two minutes another one.
    runBusy(3000, (host, minute) => (minute >= from + host * 120 ? 95 : 20));
    const told = scene.takeNotices();
    expect(told.flatMap((notice) => ('hosts' in notice ? notice.hosts : []))).toHaveLength(14);
    expect(told.length).toBeGreaterThan(4);
  });

  it('hosts that are busy together are notified after a minute if the others have been busy for less time, or fell silent', () => {
    beginAt(0);
    const from = scene.now;
    let found: number | null = null;
    while (scene.notices.length === 0) {
      runBusy(TICK, (host, minute) => {
        if (minute < from) return 20;
        if (host === 0) return 95;
        return minute >= from + 8 * MINUTE_S && host % 2 === 0 ? 95 : 20;
      });
      found ??= scene.stored()[0]?.notedAt ?? null;
    }
    expect(scene.takeNotices()).toMatchObject([{ kind: 'cpu', hosts: [ref('host-1')] }]);
    expect(scene.now - (found ?? 0)).toBeLessThanOrEqual(60 + TICK);
  });
});
