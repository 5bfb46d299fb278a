import { afterEach, expect, it } from 'vitest';
import { DAY_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { readForecasts } from '../../../../fleet/alerts/forecasts.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

const HISTORY_DAYS = 12;
const NOON = dayOf(1_795_500_000) + DAY_S / 2;
let scene: AlertScene;
afterEach(() => {
  scene.dispose();
});

/** A quarter of an hour apart, so that each quarter hour has a sample. */
function grow(hostname: string, from: number, days: number, diskAt: (day: number) => number): void {
  for (let quarter = 0; quarter < days * 96; quarter += 1)
    scene.report(hostname, from + quarter * 15 * MINUTE_S, [20], {
      diskPercent: diskAt(quarter / 96),
    });
}

it('a disk that will be full within a week is notified once, and so is the end of that', () => {
  scene = new AlertScene(NOON, { filling: { enabled: true } });
  const from = NOON - HISTORY_DAYS * DAY_S;
  grow('db', from, HISTORY_DAYS, (day) => 60 + day * 3);
  grow('web', from, HISTORY_DAYS, () => 90);
  scene.begin({ db: 20, web: 20 });
  expect(readForecasts(scene.store.series, 1, scene.now)).toMatchObject([{ metric: 'disk' }]);
  expect(readForecasts(scene.store.series, 2, scene.now)).toEqual([]);
  // Alerts present at the first start are stored, but not notified.
  expect(scene.stored().map(({ kind, host }) => [kind, host])).toEqual([['filling', 1]]);
  const [row] = scene.stored();
  expect(row?.peak).toBeLessThanOrEqual(1);
  scene.configure({});
  scene.pass(2, { db: 20, web: 20 });
  expect(scene.stored()).toMatchObject([
    { kind: 'filling', endedAt: expect.any(Number) as number },
  ]);
  scene.configure({ filling: { enabled: true } });
  scene.clock.advance(0);
  scene.restart();
  scene.pass(4, { db: 20, web: 20 });
  expect(scene.notices).toMatchObject([{ kind: 'filling', hosts: [{ hostname: 'db' }] }]);
});
