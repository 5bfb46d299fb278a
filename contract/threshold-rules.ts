import { z } from 'zod';
import { METRICS, METRIC_IDS, type MetricId } from './metrics.ts';
import { because } from './reasons.ts';

/**
 * A rule on a metric for which high values are bad: an alert begins once every sample of `forMinutes` minutes is at or
 * above `above`, and ends at the first sample below `clearBelow`. Both are in the metric's unit.
 */
export interface AboveRule {
  enabled: boolean;
  above: number;
  clearBelow: number;
  forMinutes: number;
}

/** A rule on a metric for which low values are bad: it begins at or below `below`, and ends above `clearAbove`. */
export interface BelowRule {
  enabled: boolean;
  below: number;
  clearAbove: number;
  forMinutes: number;
}

/** A limit on a metric: exceeded at or above it, or at or below it. */
export type ThresholdRule = AboveRule | BelowRule;

/** The form of a metric's rule. */
export type RuleOf<K extends MetricId> = (typeof METRICS)[K]['alert'] extends { direction: 'below' }
  ? BelowRule
  : AboveRule;

/** A rule for each metric. */
export type ThresholdRules = { [K in MetricId]: RuleOf<K> };

/** Which side of a threshold is bad. */
export type Direction = 'above' | 'below';

/** A rule of either form. */
export interface Limits {
  direction: Direction;
  /** The alert begins at or beyond it. */
  threshold: number;
  /** It ends on the good side of it. */
  clearsAt: number;
  forMinutes: number;
}

/** The values of a rule of either form, in a common form. */
export function limitsOf(rule: ThresholdRule): Limits {
  const { forMinutes } = rule;
  return 'above' in rule
    ? { direction: 'above', threshold: rule.above, clearsAt: rule.clearBelow, forMinutes }
    : { direction: 'below', threshold: rule.below, clearsAt: rule.clearAbove, forMinutes };
}

/** Whether a value is at a limit or on its bad side. */
export function isBeyond(direction: Direction, value: number, limit: number): boolean {
  return direction === 'above' ? value >= limit : value <= limit;
}

/** The worse of two values. */
export function worse(direction: Direction, a: number, b: number): number {
  return direction === 'above' ? Math.max(a, b) : Math.min(a, b);
}

/** A value worse than every other, by the direction of the rule. */
export const WORST: Readonly<Record<Direction, number>> = { above: Infinity, below: -Infinity };
/** A value better than every other, by the direction of the rule. */
export const BEST: Readonly<Record<Direction, number>> = { above: -Infinity, below: Infinity };

const forMinutes = z.int().min(1).max(1440);

/** The schema of a metric's rule. It refuses a threshold that every sample would reach. */
export function ruleSchema<K extends MetricId>(id: K): z.ZodType<RuleOf<K>> {
  const { alert, bounds, decimals, unit } = METRICS[id];
  const [least, greatest] = bounds;
  const step = unit === 'percent' ? 1 : 10 ** -decimals;
  const schema =
    alert.direction === 'above'
      ? z
          .strictObject({
            enabled: z.boolean(),
            above: z
              .number()
              .min(least + step)
              .max(greatest),
            clearBelow: z.number().min(least).max(greatest),
            forMinutes,
          })
          .refine(({ above, clearBelow }) => clearBelow <= above, {
            path: ['clearBelow'],
            ...because('clearBelow'),
          })
      : z
          .strictObject({
            enabled: z.boolean(),
            below: z
              .number()
              .min(least)
              .max(greatest - step),
            clearAbove: z.number().min(least).max(greatest),
            forMinutes,
          })
          .refine(({ below, clearAbove }) => clearAbove >= below, {
            path: ['clearAbove'],
            ...because('clearAbove'),
          });
  // The catalogue determines which of the two forms applies.
  return schema as unknown as z.ZodType<RuleOf<K>>;
}

/** The default rule of a metric, from the catalogue. */
export function defaultRule<K extends MetricId>(id: K): RuleOf<K> {
  const { enabled, direction, threshold, clearsAt, forMinutes: minutes } = METRICS[id].alert;
  const rule: ThresholdRule =
    direction === 'above'
      ? { enabled, above: threshold, clearBelow: clearsAt, forMinutes: minutes }
      : { enabled, below: threshold, clearAbove: clearsAt, forMinutes: minutes };
  return rule as RuleOf<K>;
}

/** An entry for each metric. */
export function byMetric<T>(of: (id: MetricId) => T): Record<MetricId, T> {
  return Object.fromEntries(METRIC_IDS.map((id) => [id, of(id)])) as Record<MetricId, T>;
}
