import { afterEach, describe, expect, it } from 'vitest';
import { FOLDER_SOURCE } from '../../../../contract/functions.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

const TODAY = dayOf(1_795_500_000);
const NOON = TODAY + DAY_S / 2;
const QUIET = { batch: 20, web: 20 };
let scene: AlertScene;
afterEach(() => {
  scene.dispose();
});

let session = 0;
function ran(
  at: number,
  seconds: number,
  { name = 'import_orders', hostname = 'batch', source = 'default' } = {},
): void {
  session += 1;
  const timings = [{ name, calls: 2, wall: 2 * seconds, min: seconds, max: seconds, cpu: 1 }];
  const run = { id: at * 1e6, session: String(session), at, hostname, timings };
  scene.store.write(() => scene.store.functions.add(source, [run]));
}

/** Every night of the last weeks; `day` counts back from today. */
function nightly(seconds: (day: number) => number, of: Parameters<typeof ran>[2] = {}): void {
  for (let day = 29; day >= 0; day -= 1) ran(TODAY - day * DAY_S + 3 * HOUR_S, seconds(day), of);
}

describe('functions that have become slower', () => {
  it('are notified with host and names, and so is their end', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true } });
    scene.begin(QUIET);
    nightly((day) => (day < 6 ? 15 : 10) + (day % 3) / 10);
    nightly((day) => (day < 6 ? 30 : 10), { name: 'load' });
    nightly(() => 10, { hostname: 'web' });
    scene.pass(18, QUIET);
    expect(scene.notices).toEqual([
      {
        kind: 'slower',
        hosts: [
          { sourceId: 'default', hostname: 'batch', function: 'load, import_orders', percent: 200 },
        ],
      },
    ]);
    expect(scene.stored()).toMatchObject([
      {
        kind: 'slower',
        startedAt: TODAY - 5 * DAY_S,
        threshold: 25,
        subject: 'load, import_orders',
        endedAt: null,
      },
    ]);
    scene.clock.advance(DAY_S);
    ran(NOON + DAY_S, 10, { name: 'load' });
    ran(NOON + DAY_S, 10);
    scene.pass(1, QUIET);
    expect(scene.stored()).toMatchObject([
      { kind: 'slower', endedAt: expect.any(Number) as number },
    ]);
    expect(scene.abouts.at(-1)?.alerts).toMatchObject([{ kind: 'slower', state: 'resolved' }]);
  });

  it('that slow down one after another are notified and end one by one', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true } });
    scene.begin(QUIET);
    for (const name of ['load', 'parse', 'send', 'sum'])
      nightly((day) => (name !== 'sum' && day < (name === 'send' ? 3 : 6) ? 20 : 10), { name });
    // Of one that slows later, two days are too few.
    nightly((day) => (day < 2 ? 40 : 10), { name: 'import_orders' });
    scene.pass(18, QUIET);
    expect(scene.takeNotices()).toMatchObject([
      { hosts: [{ hostname: 'batch', function: 'load, parse, send', percent: 100 }] },
    ]);
    ran(TODAY - 2 * DAY_S, 70);
    scene.pass(16, QUIET);
    expect(scene.takeNotices()).toMatchObject([
      { hosts: [{ hostname: 'batch', function: 'import_orders', percent: 300 }] },
    ]);
    expect(scene.stored()).toMatchObject([
      { subject: 'load, parse, send', endedAt: null },
      { subject: 'import_orders', endedAt: null },
    ]);
    // What is back leaves its alert, and the alert of the other lasts.
    for (const name of ['load', 'parse']) ran(NOON, 1, { name });
    scene.pass(16, QUIET);
    expect(scene.stored()).toMatchObject([
      { subject: 'send', endedAt: null },
      { subject: 'import_orders', endedAt: null },
    ]);
    ran(NOON, 1, { name: 'send' });
    scene.pass(16, QUIET);
    expect(scene.stored()).toMatchObject([
      { subject: 'send', endedAt: expect.any(Number) as number },
      { subject: 'import_orders', endedAt: null },
    ]);
    expect(scene.takeNotices()).toEqual([]);
  });

  it('that began on one day are distinguished by their beginning', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true } });
    scene.begin(QUIET);
    nightly((day) => (day < 3 ? 20 : 10));
    scene.pass(18, QUIET);
    // Its runs were read late.
    nightly((day) => (day < 3 ? 20 : 10), { name: 'late' });
    scene.pass(16, QUIET);
    expect(scene.notices).toMatchObject([
      { hosts: [{ function: 'import_orders' }] },
      { hosts: [{ function: 'late' }] },
    ]);
    const starts = scene.stored().map(({ startedAt }) => startedAt);
    expect(starts).toEqual([TODAY - 2 * DAY_S, TODAY - 2 * DAY_S + MINUTE_S]);
  });

  it('of an earlier release, with one alert per host, are not notified again', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true } });
    scene.begin(QUIET);
    nightly((day) => (day < 6 ? 15 : 10));
    nightly((day) => (day < 6 ? 30 : 10), { name: 'load' });
    scene.pass(18, QUIET);
    const [row] = scene.store.read(() => scene.store.alertLog.openOf('slower'));
    const { functions: _, ...before } = { ...row, subject: 'load' } as NonNullable<typeof row>;
    scene.store.write(() => {
      scene.store.alertLog.put(before);
    });
    scene.takeNotices();
    scene.pass(16, QUIET);
    expect(scene.takeNotices()).toEqual([]);
    expect(scene.stored()).toMatchObject([{ subject: 'load, import_orders', functions: [1, 2] }]);
  });

  it('are not notified if the rule is off, the default', () => {
    scene = new AlertScene(NOON);
    scene.begin(QUIET);
    nightly((day) => (day < 6 ? 15 : 10));
    scene.pass(18, QUIET);
    expect(scene.stored()).toEqual([]);
  });

  it('follow the percentage of the rule, which an override has for one host', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true, percent: 60 } });
    scene.begin(QUIET);
    nightly((day) => (day < 6 ? 15 : 10));
    nightly((day) => (day < 6 ? 15 : 10), { hostname: 'web' });
    scene.pass(18, QUIET);
    expect(scene.stored()).toEqual([]);
    const scope = { kind: 'host', sourceId: 'default', hostname: 'web' } as const;
    const own = { scope, slower: { enabled: true, percent: 40 } };
    scene.configure({ slower: { enabled: false }, overrides: [own] });
    scene.pass(2, QUIET);
    expect(scene.notices).toMatchObject([
      { kind: 'slower', hosts: [{ hostname: 'web', percent: 50 }] },
    ]);
    scene.configure({});
    scene.pass(1, QUIET);
    expect(scene.stored()).toMatchObject([{ endedAt: expect.any(Number) as number }]);
  });

  it('need ten runs before', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true } });
    scene.begin(QUIET);
    for (let day = 11; day >= 0; day -= 1) ran(TODAY - day * DAY_S + HOUR_S, day < 3 ? 20 : 10);
    scene.pass(18, QUIET);
    expect(scene.stored()).toEqual([]);
    ran(TODAY - 12 * DAY_S, 10);
    scene.pass(16, QUIET);
    expect(scene.stored()).toHaveLength(1);
  });

  it('from a folder belong to the host of that name', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true } });
    scene.begin(QUIET);
    nightly((day) => (day < 6 ? 15 : 10), { source: FOLDER_SOURCE });
    nightly((day) => (day < 6 ? 15 : 10), { source: FOLDER_SOURCE, hostname: 'a-laptop' });
    scene.pass(18, QUIET);
    expect(scene.notices).toMatchObject([{ hosts: [{ sourceId: 'default', hostname: 'batch' }] }]);
  });

  it('stay so over a weekend without runs, and until a mean is clearly back', () => {
    scene = new AlertScene(NOON, { slower: { enabled: true } });
    scene.begin(QUIET);
    nightly((day) => (day < 6 ? 12.6 : 10));
    scene.pass(18, QUIET);
    expect(scene.notices).toHaveLength(1);
    for (let day = 1; day <= 3; day += 1) {
      scene.clock.advance(DAY_S - 2 * MINUTE_S);
      scene.alerts.evaluate();
    }
    ran(NOON + 3 * DAY_S, 12.3);
    scene.pass(18, QUIET);
    expect(scene.stored()).toMatchObject([{ kind: 'slower', endedAt: null }]);
  });
});
