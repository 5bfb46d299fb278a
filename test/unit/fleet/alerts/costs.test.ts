import { afterEach, beforeEach, expect, it } from 'vitest';
import { alertSettingsSchema } from '../../../../contract/alerts.ts';
import { DAY_S, HOUR_S } from '../../../../contract/time.ts';
import { OpenAlerts } from '../../../../fleet/alerts/open-alerts.ts';
import { tablesOf } from '../../../../fleet/store/source-tables.ts';
import { feedGroups } from '../../../../fleet/channels/feed.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

/** Noon of the 20th of November 2026. */
const START = Date.UTC(2026, 10, 20, 12) / 1000;
const TEN = { cost: { enabled: true, dollars: 10 } };
let scene: AlertScene;

beforeEach(() => {
  scene = new AlertScene(START, TEN);
  spend(9);
  scene.begin({ web: 20 });
});
afterEach(() => {
  scene.dispose();
});

/** What the source consumes today, in US dollars of read units. */
function spend(dollars: number, at = scene.now): void {
  const use = { operation: 'poll', role: 'system', requests: 1, writeUnits: 0 } as const;
  scene.store.write(() => {
    const readUnits = (dollars / 0.125) * 1e6;
    scene.store.capacity.add({ sourceId: 'default', ...use, readUnits }, at);
  });
}

const open = () => new OpenAlerts(scene.store, scene.clock).list([tablesOf('default')]);

it('is notified once when the month reaches the limit, over a restart too, and grows silently', () => {
  scene.pass(5, { web: 20 });
  expect(scene.takeNotices()).toEqual([]);
  spend(1.26);
  scene.pass(4, { web: 20 });
  expect(scene.takeNotices()).toMatchObject([
    { kind: 'cost', hosts: [{ source: 'default', dollars: 10.26, limit: 10 }] },
  ]);
  scene.restart(60);
  spend(5);
  scene.pass(5, { web: 20 });
  expect(scene.takeNotices()).toEqual([]);
  expect(open()).toMatchObject([
    { kind: 'cost', subject: 'default', value: 15.26, threshold: 10, severity: 'warning' },
  ]);
});

it('of the month before does not count, and its alert ends with the month', () => {
  spend(30, START - 20 * DAY_S);
  scene.pass(5, { web: 20 });
  expect(open()).toEqual([]);
  spend(2);
  scene.pass(5, { web: 20 });
  expect(open()).toHaveLength(1);
  scene.clock.advance(11 * DAY_S);
  scene.pass(2, { web: 20 });
  expect(open()).toEqual([]);
  expect(scene.stored().find(({ kind }) => kind === 'cost')?.endedAt).toBe(
    Date.UTC(2026, 11, 1) / 1000,
  );
});

it('ends when the limit is raised or the rule is switched off, and never appears as a host', () => {
  spend(2);
  scene.pass(5, { web: 20 });
  expect(open()).toHaveLength(1);
  scene.configure({ cost: { enabled: true, dollars: 20 } });
  expect(open()).toEqual([]);
  scene.configure(TEN);
  expect(open()).toHaveLength(1);
  scene.configure({});
  expect(open()).toEqual([]);
  expect(scene.hosts().map(({ hostname }) => hostname)).toEqual(['web']);
});

it('reaches channels as an alert of the source', () => {
  spend(2);
  scene.pass(5, { web: 20 });
  const alerts = alertSettingsSchema.parse(TEN);
  const groups = feedGroups({
    store: scene.store,
    sourceId: 'default',
    config: { alerts, labels: {} },
    isShown: () => true,
    readAt: scene.now,
    baseline: START - HOUR_S,
    document: { fleet: 'f', alerts: [], open: [] },
    now: scene.now,
  });
  expect(groups).toMatchObject([
    { state: 'firing', kind: 'cost', alerts: [{ alert: { subject: 'default', value: 11 } }] },
  ]);
});
