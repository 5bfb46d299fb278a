import { describe, expect, it } from 'vitest';
import { appFailure } from '../../../../contract/errors.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { Syncer } from '../../../../fleet/sync/syncer.ts';
import { silentLogger } from '../../../support/test-engine.ts';

/** A clock whose waits end when it is moved over them. */
class ManualClock implements Clock {
  #ms = 1_000_000_000;
  #waiting: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.#ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ at: this.#ms + ms, wake: resolve });
      signal?.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
  }

  /** Sets the time back; waits take as long as they would have. */
  setBack(seconds: number): void {
    this.#ms -= seconds * 1000;
    this.#waiting = this.#waiting.map(({ at, wake }) => ({ at: at - seconds * 1000, wake }));
  }

  async advance(seconds: number): Promise<void> {
    this.#ms += seconds * 1000;
    const due = this.#waiting.filter(({ at }) => at <= this.#ms);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#ms);
    for (const { wake } of due) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function syncer(): { clock: ManualClock; syncer: Syncer; syncs: () => number } {
  const clock = new ManualClock();
  let syncs = 0;
  return {
    clock,
    syncs: () => syncs,
    syncer: new Syncer({
      clock,
      logger: silentLogger,
      runtimes: () => [],
      intervalSeconds: () => 120,
      hosts: () => 0,
      onChanged: () => undefined,
      onFleetChanged: () => {
        syncs += 1;
      },
    }),
  };
}

describe('syncs', () => {
  it('syncs run one at a time; later calls join', async () => {
    const { syncer: tested, syncs } = syncer();
    const first = tested.sync('user');
    expect(tested.running).toBe(true);
    expect(tested.sync('poll')).toBe(first);
    await first;
    expect(tested.running).toBe(false);
    expect(syncs()).toBe(1);
  });

  it.each(['resume', 'network'] as const)(
    'syncs on %s follow one that began long before',
    async (reason) => {
      const { clock, syncer: tested, syncs } = syncer();
      const first = tested.sync('poll');
      expect(tested.sync(reason)).toBe(first);
      // Begun before a sleep, and not over yet.
      const asleep = clock.advance(8 * 3600);
      const after = tested.sync(reason);
      await Promise.all([first, after, asleep]);
      expect(syncs()).toBe(2);
      expect((await after).startedAt).toBeGreaterThan((await first).startedAt);
    },
  );

  it('syncs by poll return the last report while it is younger than half an interval', async () => {
    const { clock, syncer: tested, syncs } = syncer();
    const report = await tested.sync('poll');
    await clock.advance(59);
    expect(await tested.sync('poll')).toBe(report);
    await tested.sync('user');
    expect(syncs()).toBe(2);
    await clock.advance(61);
    await tested.sync('poll');
    expect(syncs()).toBe(3);
  });

  it('syncs report when the next one is due', async () => {
    const { clock, syncer: tested } = syncer();
    expect(tested.nextAt).toBeNull();
    await tested.sync('user');
    expect(tested.nextAt).toBe(clock.now() / 1000 + 120);
  });
});

describe('the schedule', () => {
  it('syncs at once, and whenever an interval and 15 s pass without a request', async () => {
    const { clock, syncer: tested, syncs } = syncer();
    tested.start();
    await clock.advance(0);
    expect(syncs()).toBe(1);
    await clock.advance(134);
    expect(syncs()).toBe(1);
    await clock.advance(1);
    expect(syncs()).toBe(2);
    await clock.advance(100);
    await tested.sync('user');
    await clock.advance(35);
    expect(syncs()).toBe(3);
    await clock.advance(100);
    expect(syncs()).toBe(4);
    tested.stop(appFailure('aborted', 'closing', ''));
  });

  it('the schedule continues when the clock is set back, without waiting for the old time', async () => {
    const { clock, syncer: tested, syncs } = syncer();
    tested.start();
    await clock.advance(0);
    clock.setBack(2 * 3600);
    await clock.advance(135);
    expect(syncs()).toBe(2);
    await clock.advance(134);
    expect(syncs()).toBe(2);
    await clock.advance(1);
    expect(syncs()).toBe(3);
    clock.setBack(2 * 3600);
    await tested.sync('poll');
    expect(syncs()).toBe(4);
    tested.stop(appFailure('aborted', 'closing', ''));
  });

  it('syncs at once when the settings change, and never after it was stopped', async () => {
    const { clock, syncer: tested, syncs } = syncer();
    tested.start();
    await clock.advance(0);
    tested.wake();
    await clock.advance(0);
    expect(syncs()).toBe(2);
    tested.stop(appFailure('aborted', 'closing', ''));
    await clock.advance(1000);
    expect(syncs()).toBe(2);
    await expect(tested.sync('user')).rejects.toThrow(/closing/u);
  });
});
