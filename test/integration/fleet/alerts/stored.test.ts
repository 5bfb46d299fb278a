import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { Queries } from '../../../../fleet/queries/queries.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';

const NOW = 1_795_500_000;
const RETENTION = { minuteDays: 30, rollupMonths: 13, forgetDays: 90, functionDays: 365 };

let scene: AlertScene;
let answers: Queries;

beforeEach(() => {
  scene = new AlertScene(NOW, { cpu: { enabled: true, above: 90, clearBelow: 80, forMinutes: 3 } });
  answers = new Queries({
    store: scene.store,
    clock: scene.clock,
    isShown: () => true,
    sourceIds: () => ['default'],
    isCovered: () => false,
    reading: () => null,
    retention: () => RETENTION,
    revision: () => 1,
  });
  scene.begin({ db: 20, web: 20 });
});

afterEach(() => {
  scene.dispose();
});

it('events are silences and alerts, newest first', () => {
  const busy = scene.now;
  scene.pass(5, { db: 96, web: 20 });
  scene.pass(10, { db: 20 });
  scene.pass(5, { db: 20, web: 20 });
  const range = { from: NOW, to: scene.now };
  const { events, truncated } = answers.events({ ...range, limit: 10 });
  expect(events).toEqual([
    { ...ref('web'), kind: 'offline', at: busy + 4 * MINUTE_S, endedAt: busy + 15 * MINUTE_S },
    {
      ...ref('db'),
      kind: 'cpu',
      at: busy,
      endedAt: busy + 5 * MINUTE_S,
      peak: 96,
      threshold: 90,
    },
  ]);
  expect(truncated).toBe(false);
  expect(answers.events({ ...range, limit: 1 })).toMatchObject({
    events: [{ kind: 'offline' }],
    truncated: true,
  });
  expect(answers.events({ ...range, limit: 10, host: ref('db') }).events).toHaveLength(1);
  scene.store.hosts.setActive(scene.hosts()[0]?.id ?? 0, false, scene.now);
  expect(answers.events({ ...range, limit: 10 }).events).toMatchObject([{ hostname: 'web' }]);
});

it('silences under maintenance are marked in the events', () => {
  const from = Math.floor(scene.now);
  const scope = { kind: 'host' as const, ...ref('web') };
  scene.configure({ maintenance: [{ id: 'work', scope, from, until: from + HOUR_S }] });
  scene.pass(10, { db: 20 });
  scene.pass(3, { db: 20, web: 20 });
  expect(answers.events({ from: NOW, to: scene.now, limit: 10 }).events).toMatchObject([
    { hostname: 'web', kind: 'offline', maintenance: true },
  ]);
  expect(scene.takeNotices()).toEqual([]);
});

it('alerts are deleted with the samples that they came from', () => {
  scene.pass(5, { db: 96, web: 20 });
  scene.pass(2, { db: 20, web: 20 });
  scene.store.applyRetention(RETENTION, scene.now + 29 * DAY_S);
  expect(scene.stored()).toHaveLength(1);
  scene.store.applyRetention(RETENTION, scene.now + 31 * DAY_S);
  expect(scene.stored()).toHaveLength(0);
});

it('an evaluation that cannot be written is repeated, and notified then', () => {
  scene.pass(2, { db: 96, web: 20 });
  scene.report('db', scene.now, [96]);
  scene.clock.advance(MINUTE_S);
  vi.spyOn(scene.store, 'write').mockImplementationOnce(() => {
    throw new Error('database or disk is full');
  });
  scene.sync();
  expect(scene.stored()).toEqual([]);
  scene.pass(1);
  expect(scene.stored()).toHaveLength(1);
  scene.pass(3, { db: 96, web: 20 });
  expect(scene.takeNotices()).toMatchObject([{ kind: 'cpu', hosts: [{ hostname: 'db' }] }]);
});
