import { z } from 'zod';
import { alertScopeSchema } from './alerts.ts';
import { METRIC_IDS } from './metrics.ts';
import { ruleSchema } from './threshold-rules.ts';

const numbers = { enabled: z.boolean(), forMinutes: z.number() };

/** A rule to try on a metric, in the form and within the bounds of the metric. */
export const triedRuleSchema = z
  .strictObject({
    metric: z.enum(METRIC_IDS),
    rule: z.union([
      z.strictObject({ ...numbers, above: z.number(), clearBelow: z.number() }),
      z.strictObject({ ...numbers, below: z.number(), clearAbove: z.number() }),
    ]),
    /** The hosts of an override; absent: the default rule. */
    scope: alertScopeSchema.optional(),
  })
  .superRefine(({ metric, rule }, context) => {
    const parsed = ruleSchema(metric).safeParse(rule);
    for (const { path, message } of parsed.error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['rule', ...path], message });
  });
/** A rule to try. */
export type TriedRuleInput = z.infer<typeof triedRuleSchema>;
