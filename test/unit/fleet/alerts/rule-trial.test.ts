import { afterEach, describe, expect, it } from 'vitest';
import { alertSettingsSchema, type AlertOverride } from '../../../../contract/alerts.ts';
import type { RuleTrial } from '../../../../contract/answers.ts';
import type { TriedRuleInput } from '../../../../contract/tried-rule.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { tryRule } from '../../../../fleet/alerts/rule-trial.ts';
import { AlertScene } from '../../../support/alert-scene.ts';
import { randomFrom } from '../../../support/made-up-history.ts';

const START = 1_795_500_000;
let scene: AlertScene;
afterEach(() => {
  scene.dispose();
});

const above = (threshold: number, clearBelow: number, forMinutes: number) => ({
  enabled: true,
  above: threshold,
  clearBelow,
  forMinutes,
});

function tried(
  rule: TriedRuleInput['rule'],
  given: Partial<TriedRuleInput> & { overrides?: AlertOverride[] } = {},
): RuleTrial {
  const { overrides = [], ...others } = given;
  const options = {
    store: scene.store,
    clock: scene.clock,
    queries: { hosts: () => scene.hosts() },
    config: () => ({ alerts: alertSettingsSchema.parse({ overrides }), labels: scene.labels }),
  };
  const steps = tryRule(options, { metric: 'cpu', rule, ...others });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** So many minutes each of high and low use, one after the other, that end now. */
function swing(hostname: string, high: number, low: number, times: number): void {
  const cpu = Array.from({ length: (high + low) * times }, (_, i) =>
    i % (high + low) < high ? 95 : 20,
  );
  scene.report(hostname, scene.now - cpu.length * MINUTE_S, cpu);
}

describe('a rule that is tried', () => {
  it('fires as often as the alerts that the rule itself finds in the same samples', () => {
    const random = randomFrom(7);
    for (const [threshold, clearBelow, forMinutes] of [
      [70, 60, 5],
      [85, 50, 12],
      [90.1, 90.1, 1],
      [60, 55, 45],
    ] as const) {
      const rule = above(threshold, clearBelow, forMinutes);
      scene = new AlertScene(START, { cpu: rule });
      let use = 50;
      const cpu = Array.from({ length: 20 * 60 }, () => {
        use = Math.min(100, Math.max(0, use + (random() - 0.5) * 25));
        return random() < 0.02 ? NaN : Math.round(use * 10) / 10;
      });
      scene.report('web', scene.now - cpu.length * MINUTE_S, cpu);
      scene.alerts.start();
      const found = scene.stored().filter(({ kind }) => kind === 'cpu').length;
      expect(found).toBeGreaterThan(0);
      expect(tried(rule)).toMatchObject({ hosts: 1, times: found });
      scene.dispose();
    }
    scene = new AlertScene(START);
  });

  it('covers seven days, and names the hosts on which it would have fired', () => {
    scene = new AlertScene(START);
    swing('web', 10, 20, 4);
    swing('db', 10, 20, 7);
    swing('calm', 3, 20, 7);
    scene.report('old', scene.now - 8 * DAY_S, Array<number>(60).fill(99));
    expect(tried(above(90, 80, 5))).toMatchObject({
      hosts: 4,
      times: 11,
      fired: [
        { hostname: 'db', times: 7 },
        { hostname: 'web', times: 4 },
      ],
    });
    expect(tried(above(90, 80, 11))).toMatchObject({ times: 0, fired: [] });
    expect(tried({ ...above(90, 80, 5), enabled: false }).times).toBe(11);
    scene.clock.advance(8 * DAY_S - HOUR_S / 2);
    expect(tried(above(90, 80, 5)).times).toBe(0);
  });

  it('applies to the hosts that would follow it', () => {
    scene = new AlertScene(START);
    swing('web', 10, 20, 1);
    swing('db', 10, 20, 2);
    scene.labels['default/db'] = ['production'];
    const rule = above(90, 80, 5);
    const scope = { kind: 'label', label: 'production' } as const;
    const overrides: AlertOverride[] = [{ scope, cpu: above(99, 99, 5) }];
    expect(tried(rule, { overrides })).toMatchObject({ hosts: 1, times: 1 });
    expect(tried(rule, { overrides, scope })).toMatchObject({ hosts: 1, times: 2 });
    expect(tried(rule, { scope })).toMatchObject({ hosts: 1, times: 2 });
    const own = { kind: 'host', sourceId: 'default', hostname: 'db' } as const;
    expect(tried(rule, { overrides: [{ scope: own, cpu: rule }], scope }).hosts).toBe(0);
    expect(tried(rule, { overrides, scope: own })).toMatchObject({ hosts: 1, times: 2 });
  });

  it('fires at low values of a metric for which low is bad', () => {
    scene = new AlertScene(START);
    const minutes = Array<number>(40).fill(10);
    scene.report('laptop', scene.now - 80 * MINUTE_S, minutes, { batteryPercent: 80 });
    scene.report('laptop', scene.now - 40 * MINUTE_S, minutes, { batteryPercent: 12 });
    const rule = { enabled: true, below: 15, clearAbove: 20, forMinutes: 5 };
    expect(tried(rule, { metric: 'battery' }).times).toBe(1);
    expect(tried({ ...rule, below: 11 }, { metric: 'battery' }).times).toBe(0);
  });
});
