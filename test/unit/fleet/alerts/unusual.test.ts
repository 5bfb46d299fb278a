import { afterEach, expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { clocksOf, readBaseline } from '../../../../fleet/alerts/baselines.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

const WEEK_S = 7 * DAY_S;
/** A Wednesday in November, far from any change of clocks. */
const NOON = dayOf(1_795_500_000) + DAY_S / 2;
let scene: AlertScene;
afterEach(() => {
  scene.dispose();
});

/** The same weekday in some weeks, from 6:00 to 18:00, a sample a quarter hour. */
function remember(
  hostname: string,
  weeks: readonly number[],
  cpuAt: (hour: number) => number,
): void {
  for (const week of weeks)
    for (let quarter = 24; quarter < 72; quarter += 1) {
      const at = dayOf(NOON) - week * WEEK_S + quarter * 15 * MINUTE_S;
      scene.report(hostname, at, [cpuAt(quarter / 4) + (quarter % 3)]);
    }
}

/** A minute ago the host was so for an hour. */
function lately(hostname: string, cpu: number): void {
  scene.report(
    hostname,
    scene.now - HOUR_S,
    Array.from({ length: 60 }, () => cpu),
  );
}

const open = () => scene.stored().filter(({ endedAt }) => endedAt === null);

it('a host that is busier than on the last four Wednesdays is notified once, and so is the end', () => {
  scene = new AlertScene(NOON, { unusual: { enabled: true } });
  remember('web', [1, 2, 3, 4], () => 20);
  remember('db', [1, 2, 3, 4], () => 60);
  lately('web', 21);
  lately('db', 60);
  scene.begin({ web: 21, db: 60 });
  expect(scene.stored()).toEqual([]);
  scene.pass(45, { web: 62, db: 60 });
  expect(scene.stored()).toEqual([]);
  scene.pass(20, { web: 62, db: 60 });
  expect(scene.takeNotices()).toMatchObject([
    { kind: 'unusual', hosts: [{ hostname: 'web', metric: 'cpu', value: 62 }] },
  ]);
  const [row] = open();
  expect(row).toMatchObject({ kind: 'unusual', metric: 'cpu', peak: 62 });
  expect(row?.threshold).toBeLessThan(40);
  scene.restart();
  scene.pass(3, { web: 62, db: 60 });
  scene.pass(20, { web: 20, db: 60 });
  expect(open()).toEqual([]);
  expect(scene.takeNotices()).toEqual([]);
  expect(scene.abouts.map(({ state }) => state)).toEqual(['firing', 'resolved']);
});

it('a job that is missing is unusual too; a host with two weeks of history is not judged', () => {
  scene = new AlertScene(NOON, { unusual: { enabled: true } });
  remember('job', [1, 2, 3, 4], () => 70);
  remember('new', [1, 2], () => 70);
  lately('job', 3);
  lately('new', 3);
  scene.begin({ job: 3, new: 3 });
  expect(open()).toMatchObject([{ kind: 'unusual', metric: 'cpu', peak: 3 }]);
  const [own] = scene.alerts.outlooks(scene.hosts());
  expect(own).toMatchObject({ hostname: 'job', unusual: { metric: 'cpu', value: 3 } });
  expect(own?.unusual?.distance).toBeGreaterThan(1);
  expect(scene.alerts.outlooks(scene.hosts())).toHaveLength(1);
});

it('a host that falls silent keeps its alert for a day; switching the rule off ends it', () => {
  scene = new AlertScene(NOON, { unusual: { enabled: true }, offline: { enabled: false } });
  remember('job', [1, 2, 3, 4], () => 70);
  lately('job', 3);
  scene.begin({ job: 3 });
  scene.pass(60, {});
  expect(open()).toHaveLength(1);
  expect(scene.alerts.outlooks(scene.hosts())).toEqual([]);
  scene.clock.advance(25 * HOUR_S);
  scene.pass(1, {});
  expect(open()).toEqual([]);
  scene.configure({});
  expect(open()).toEqual([]);
});

it('without the rule nothing is notified, but the host is still judged', () => {
  scene = new AlertScene(NOON);
  remember('job', [1, 2, 3, 4], () => 70);
  lately('job', 3);
  scene.begin({ job: 3 });
  expect(scene.stored()).toEqual([]);
  expect(scene.alerts.outlooks(scene.hosts())).toMatchObject([{ unusual: { metric: 'cpu' } }]);
});

it('after a clock change, jobs in local time are usual, and so are those in UTC', () => {
  // Sunday, 29 March 2026: Berlin puts its clocks from 2:00 to 3:00.
  const after = Date.parse('2026-03-31T00:00:00Z') / 1000;
  expect(clocksOf('Europe/Berlin', after)).toEqual([
    [0, 0, 0, 0],
    [3600, 3600, 3600, 3600],
  ]);
  expect(clocksOf('Europe/Berlin', Date.parse('2026-03-29T00:00:00Z') / 1000)).toHaveLength(2);
  expect(clocksOf('Europe/Berlin', after + 5 * WEEK_S)).toHaveLength(1);
  expect(clocksOf('UTC', after)).toHaveLength(1);
  scene = new AlertScene(after + DAY_S / 2);
  for (const week of [1, 2, 3, 4])
    for (let quarter = 24; quarter < 72; quarter += 1) {
      const isBusy = Math.floor(quarter / 4) === 10;
      scene.report('job', after - week * WEEK_S + quarter * 15 * MINUTE_S, [isBusy ? 80 : 5]);
    }
  const usual = readBaseline(scene.store.series, 1, 'cpu', after, clocksOf('Europe/Berlin', after));
  // At 10:00 UTC as before, or an hour earlier in UTC, following the local clock.
  expect(usual.low[9]).toBeLessThan(5);
  expect(usual.high[9]).toBeGreaterThan(80);
  expect(usual.low[10]).toBeLessThan(5);
  expect(usual.high[10]).toBeGreaterThan(80);
  expect(usual.high[12]).toBeLessThan(20);
});
