import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { deriveAlerts } from '../../../../fleet/alerts/derive.ts';
import { AlertScene } from '../../../support/alert-scene.ts';
import { checkProperty } from '../../../support/property.ts';

const START = hourOf(1_795_500_000);
const LIMITS = { direction: 'above', threshold: 90, clearsAt: 80, forMinutes: 5 } as const;
const RULE = { enabled: true, above: 90, clearBelow: 80, forMinutes: 5 };

/** Some minutes of one kind, how long after their end they are stored, and whether the program restarts then. */
const stretches = fc.array(
  fc.record({
    value: fc.constantFrom(95, 95, 85, 40, NaN),
    minutes: fc.integer({ min: 1, max: 8 }),
    delay: fc.constantFrom(0, 0, 0, 1, 4, 9),
    restarts: fc.constantFrom(false, false, false, false, true),
  }),
  { minLength: 2, maxLength: 16 },
);

it('late or reordered minutes give the same alerts as ordered ones', () => {
  checkProperty(
    fc.property(stretches, (list) => {
      const values = list.flatMap(({ value, minutes }) =>
        Array.from({ length: minutes }, () => value),
      );
      let end = 0;
      const parts = list.map(({ minutes, delay, restarts }) => {
        const from = end;
        end += minutes;
        return { from, to: end, at: end + delay, restarts };
      });
      const scene = new AlertScene(START, { cpu: RULE });
      try {
        scene.alerts.start();
        for (let minute = 1; minute <= end + 10; minute += 1) {
          scene.clock.advance(MINUTE_S);
          for (const { from, to, at, restarts } of parts) {
            if (at !== minute) continue;
            scene.report('web', START + from * MINUTE_S, values.slice(from, to));
            if (restarts) scene.restart();
          }
          scene.sync();
        }
        const stored = scene
          .stored()
          .filter(({ kind }) => kind === 'cpu')
          .map(({ startedAt, endedAt }) => ({ startedAt, endedAt }));
        const derived = deriveAlerts(
          { metric: 'cpu', start: START, values: Float32Array.from(values) },
          LIMITS,
        ).map(({ startedAt, endedAt }) => ({ startedAt, endedAt }));
        expect(stored).toEqual(derived);
      } finally {
        scene.dispose();
      }
    }),
    {
      runs: 30,
      examples: [
        [
          [
            { value: 40, minutes: 1, delay: 4, restarts: false },
            { value: 95, minutes: 1, delay: 0, restarts: false },
            { value: 95, minutes: 4, delay: 0, restarts: false },
          ],
        ],
      ],
    },
  );
});
