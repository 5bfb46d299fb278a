import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';

const NOW = 1_795_500_000;
const HOSTS = Array.from({ length: 14 }, (_, index) => `host-${String(index + 1)}`);
/** Seconds between reads of a source, as the app's own schedule has it, and between looks. */
const POLL = 135;
const TICK = 30;

let scene: AlertScene;

/**
 * Hosts report once a minute, each at its own second, while `up` says so; the source is read now and then, and the alerts are
 * looked at every 30 s.
 */
function run(seconds: number, up: (host: number, at: number) => boolean, poll = POLL): void {
  const end = scene.now + seconds;
  let readAt = scene.now;
  while (scene.now < end) {
    scene.clock.advance(TICK);
    if (scene.now - readAt < poll) {
      scene.alerts.look();
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
  const offset = (host * 17) % MINUTE;
  const newest = Math.floor((now - offset) / MINUTE) * MINUTE + offset;
  for (let at = newest; at > newest - 10 * MINUTE; at -= MINUTE) if (up(host, at)) return at;
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
  it('are one notice, and so is their coming back, whenever the source happens to be read', () => {
    const moments = fc.tuple(
      fc.integer({ min: 0, max: POLL }),
      fc.integer({ min: 900, max: 1100 }),
    );
    fc.assert(
      fc.property(moments, ([wait, length]) => {
        scene.dispose();
        scene = new AlertScene(NOW);
        scene.alerts.start();
        run(600, () => true);
        scene.notices.length = 0;
        const [from, until] = [scene.now + wait, scene.now + wait + length];
        run(length + 1200, (_, at) => at < from || at >= until);
        expect(scene.told()).toEqual([
          { kind: 'offline', hosts: HOSTS.map(ref) },
          { kind: 'back', hosts: HOSTS.map(ref) },
        ]);
      }),
      { numRuns: 25 },
    );
  });

  it('are not waited for longer than three minutes', () => {
    const from = scene.now;
    // Every two minutes another one.
    run(2400, (host, at) => at < from + host * 120);
    const told = scene.told();
    expect(told.flatMap((notice) => ('hosts' in notice ? notice.hosts : []))).toHaveLength(14);
    expect(told.length).toBeGreaterThan(4);
  });

  it('are told after a minute where no other host is overdue', () => {
    const from = scene.now;
    let found: number | null = null;
    for (let step = 0; step < 60 && scene.notices.length === 0; step += 1) {
      run(POLL, (host, at) => host !== 0 || at < from);
      if (found === null && scene.stored().length > 0) found = scene.stored()[0]?.notedAt ?? null;
    }
    expect(scene.told()).toEqual([{ kind: 'offline', hosts: [ref('host-1')] }]);
    expect(scene.now - (found ?? 0)).toBeLessThanOrEqual(POLL + TICK);
  });
});
