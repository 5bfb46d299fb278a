import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitsOf } from '../../../../contract/threshold-rules.ts';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { deriveAlerts } from '../../../../fleet/alerts/derive.ts';
import { AlertScene } from '../../../support/alert-scene.ts';
import { checkProperty } from '../../../support/property.ts';

const START = hourOf(1_795_500_000);
const LENGTH = 240;
const RULE = { enabled: true, above: 90, clearBelow: 80, forMinutes: 5 };

/** Minutes of a host: stretches that are high, in between, low or silent. */
const minutes = fc
  .array(fc.tuple(fc.constantFrom(95, 92.5, 85, 40, NaN), fc.integer({ min: 1, max: 14 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((stretches) =>
    stretches.flatMap(([value, length]) => Array.from({ length }, () => value)).slice(0, LENGTH),
  );

/** The range cut into pieces, in the order in which they arrive. */
const arrivals = fc
  .uniqueArray(fc.integer({ min: 1, max: LENGTH - 1 }), { maxLength: 14 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), LENGTH])
  .map((cuts) => cuts.slice(1).map((to, index): [number, number] => [cuts[index] ?? 0, to]))
  .chain((pieces) =>
    fc.shuffledSubarray(pieces, { minLength: pieces.length, maxLength: pieces.length }),
  );

it('samples in any portions and order, over restarts too, give the same alerts as all at once', () => {
  checkProperty(
    fc.property(minutes, arrivals, fc.nat({ max: 12 }), (values, pieces, restartAfter) => {
      const scene = new AlertScene(START + LENGTH * MINUTE_S, { cpu: RULE });
      scene.alerts.start();
      pieces.forEach(([from, to], index) => {
        scene.report('db', START + from * MINUTE_S, values.slice(from, to));
        scene.alerts.evaluate();
        if (index === restartAfter) scene.restart();
      });
      const expected = deriveAlerts(
        { metric: 'cpu', start: START, values: Float32Array.from(values) },
        limitsOf(RULE),
      );
      const stored = scene.stored().filter(({ kind }) => kind === 'cpu');
      scene.dispose();
      expect(
        stored.map(({ startedAt, endedAt, resolvedBy, lastAt, peak }) => ({
          startedAt,
          endedAt,
          resolvedBy,
          lastAt,
          peak,
        })),
      ).toEqual(expected);
    }),
    { runs: 60 },
  );
}, 60_000);

it('samples that arrive minute by minute notify at most once for each alert', () => {
  checkProperty(
    fc.property(minutes, (values) => {
      const scene = new AlertScene(START, { cpu: RULE, offline: { enabled: false } });
      scene.begin({ db: 20 });
      const from = scene.now;
      values.forEach((value) => {
        scene.pass(1, { db: Number.isNaN(value) ? null : value });
      });
      scene.pass(3);
      const notices = scene.takeNotices();
      const alerts = deriveAlerts(
        { metric: 'cpu', start: from, values: Float32Array.from(values) },
        limitsOf(RULE),
      );
      scene.dispose();
      expect(notices).toHaveLength(alerts.length);
    }),
    { runs: 12 },
  );
}, 60_000);
