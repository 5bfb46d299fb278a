import { z } from 'zod';
import type { HostRef } from './host.ts';
import { isCustomName, isCustomValue } from './custom.ts';
import { labelSchema } from './labels.ts';
import { METRIC_IDS, type MetricId } from './metrics.ts';
import type { MetricValues } from './metric-values.ts';
import { because } from './reasons.ts';
import { byMetric, defaultRule, ruleSchema, type ThresholdRules } from './threshold-rules.ts';

/** Kinds of host alert that involve no metric limit. */
export const HOST_STATE_KINDS = ['offline', 'rebooted', 'filling', 'slower', 'unusual'] as const;
/** All kinds of alert without a metric; `cost` concerns the tables of a source, not a host. */
export const STATE_KINDS = [...HOST_STATE_KINDS, 'cost'] as const;
/** A kind of alert without a metric. */
export type StateKind = (typeof STATE_KINDS)[number];

/** Kinds whose rule is only on or off, without values. */
export const SWITCH_KINDS = ['filling', 'unusual', 'rebooted'] as const satisfies StateKind[];
/** A kind of alert whose rule has no values. */
export type SwitchKind = (typeof SWITCH_KINDS)[number];

/** Whether the rule of a kind has no values. */
export function isSwitchKind(kind: string): kind is SwitchKind {
  return (SWITCH_KINDS as readonly string[]).includes(kind);
}

/** Kinds of host alert; their rules can be overridden for a label or a host. */
export const HOST_KINDS = [...HOST_STATE_KINDS, ...METRIC_IDS] as const;
/** One of `HOST_KINDS`. */
export type HostKind = (typeof HOST_KINDS)[number];
/** All kinds of alert, on a host or on the tables of a source. */
export const ALERT_KINDS = [...STATE_KINDS, ...METRIC_IDS] as const;
/**
 * The kind of an alert: a host that is offline or has rebooted, a disk that fills up, a slower function,
 * a metric beyond its limit or outside its usual range for that hour of the week, or the cost of reading a source.
 */
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Whether this release knows a kind. */
export function isAlertKind(kind: string): kind is AlertKind {
  return (ALERT_KINDS as readonly string[]).includes(kind);
}

/** Hosts by a label, or one host. */
export const alertScopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('label'), label: labelSchema }),
  z.strictObject({
    kind: z.literal('host'),
    sourceId: z.string().min(1).max(40),
    hostname: z.string().min(1).max(1024),
  }),
]);
/** The hosts that an override or a maintenance covers: one host, or all with a label. */
export type AlertScope = z.infer<typeof alertScopeSchema>;

/** The longest silence that an offline rule can require: a week. */
export const LONGEST_OFFLINE_DELAY_MINUTES = 7 * 24 * 60;

/**
 * A host is offline after six minutes. `afterMinutes`: requires a longer silence, for machines that sleep;
 * absent: six minutes.
 */
export const offlineRuleSchema = z.strictObject({
  enabled: z.boolean(),
  afterMinutes: z.int().min(6).max(LONGEST_OFFLINE_DELAY_MINUTES).optional(),
});
/** A rule on offline hosts. */
export type OfflineRule = z.infer<typeof offlineRuleSchema>;

const switchRuleSchema = z.strictObject({ enabled: z.boolean() });
/** A rule without values: on reboots, on disks that fill up, or on unusual values. */
export type SwitchRule = z.infer<typeof switchRuleSchema>;

/** Default percentage by which a function's mean must exceed that of its own last weeks. */
export const SLOWER_PERCENT = 25;

/** Functions of the py-perf library that have become slower. `percent` absent: `SLOWER_PERCENT`. */
export const slowerRuleSchema = z.strictObject({
  enabled: z.boolean(),
  percent: z.int().min(5).max(1000).optional(),
});
/** A rule on functions that have become slower. */
export type SlowerRule = z.infer<typeof slowerRuleSchema>;

/** Default monthly cost limit of a source, US dollars. */
export const COST_DOLLARS = 5;

/** Monthly cost of reading and writing a source's tables. `dollars` absent: `COST_DOLLARS`. */
export const costRuleSchema = z.strictObject({
  enabled: z.boolean(),
  dollars: z.number().min(0.01).max(1_000_000).optional(),
});
/** A rule on the cost of the month. */
export type CostRule = z.infer<typeof costRuleSchema>;

/** A disk expected to be full within this many days raises an alert. */
export const FILLING_WITHIN_DAYS = 7;

/** A rule on a metric unknown to this version: kept unchanged, without effect. */
const unknownRuleSchema = z.looseObject({ enabled: z.boolean() });

/** Rules that differ for a label or a host. A rule that is absent is inherited. */
export interface AlertOverride
  extends Partial<ThresholdRules>, Partial<Record<SwitchKind, SwitchRule>> {
  scope: AlertScope;
  offline?: OfflineRule;
  slower?: SlowerRule;
}
/**
 * Rules of one scope that replace the general ones; a rule that is absent is inherited. Rules on
 * metrics that this version does not know are kept. Built on first use: a collector, which has none, stays small.
 */
export const alertOverrideSchema: z.ZodType<AlertOverride, AlertOverride> = z.lazy(
  () =>
    z
      .strictObject({
        scope: alertScopeSchema,
        offline: offlineRuleSchema.optional(),
        rebooted: switchRuleSchema.optional(),
        filling: switchRuleSchema.optional(),
        slower: slowerRuleSchema.optional(),
        unusual: switchRuleSchema.optional(),
        ...byMetric((id) => ruleSchema(id).optional()),
      })
      .catchall(unknownRuleSchema) as unknown as z.ZodType<AlertOverride, AlertOverride>,
);

const timeOfDay = z
  .string()
  .refine((text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text), because('timeOfDay'));

/** A daily period on some weekdays, 1 (Monday) to 7; if `to` is not after `from`, it ends on the next day. */
export const quietPeriodSchema = z.strictObject({
  days: z
    .array(z.int().min(1).max(7))
    .max(7)
    .refine((days) => days.length > 0, because('oneDay'))
    .refine((days) => new Set(days).size === days.length, because('daysDiffer')),
  from: timeOfDay,
  to: timeOfDay,
});
/** A period without notifications: ISO weekdays and local times `HH:MM`. */
export type QuietPeriod = z.infer<typeof quietPeriodSchema>;

/** Announced maintenance: events are recorded, notifications are off. Unix seconds. */
export const maintenanceSchema = z.lazy(() =>
  z
    .strictObject({
      id: z.string().regex(/^[a-z0-9-]{1,40}$/u),
      scope: alertScopeSchema,
      from: z.int().nonnegative(),
      until: z.int().nonnegative(),
      note: z.string().trim().max(200).default(''),
    })
    .refine(({ from, until }) => from < until, { path: ['until'], ...because('afterStart') }),
);
/** An announced maintenance: its scope, and its bounds in Unix seconds. */
export type Maintenance = z.infer<typeof maintenanceSchema>;

function isTimeZone(name: string): boolean {
  if (name === 'local') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Periods without notifications, by the wall clock of a time zone. */
export const quietHoursSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** `local`, or a name of the IANA time zone database. */
  timeZone: z.string().max(60).refine(isTimeZone, because('timeZone')).default('local'),
  periods: z.array(quietPeriodSchema).max(20).prefault([]),
});

/** A limit on a custom metric, for every host that reports it: exceeded at or above, or at or below the value. */
export const customLimitSchema = z.strictObject({
  name: z.string().trim().refine(isCustomName, because('customName')),
  direction: z.enum(['above', 'below']),
  threshold: z.number().refine(isCustomValue, because('customThreshold')),
});
/** A limit on a custom metric. */
export type CustomLimit = z.infer<typeof customLimitSchema>;

/**
 * A file system that is left out when the fullest is determined, by its mount point (`*` matches any text). Without a
 * scope it applies to every host.
 */
export const uncountedMountSchema = z.strictObject({
  scope: alertScopeSchema.optional(),
  mount: z.string().trim().min(1).max(255),
});
/** A file system that is left out. */
export type UncountedMount = z.infer<typeof uncountedMountSchema>;

/**
 * All settings of alerts. Of several overrides for a host, the one for the host itself wins, rule by rule,
 * then the first that names one of its labels.
 */
export interface AlertSettings extends ThresholdRules, Record<SwitchKind, SwitchRule> {
  offline: OfflineRule;
  slower: SlowerRule;
  cost: CostRule;
  overrides: AlertOverride[];
  /** Limits on custom metrics; the number that a host exceeds is itself a metric. */
  customLimits: CustomLimit[];
  uncountedMounts: UncountedMount[];
  quietHours: z.infer<typeof quietHoursSchema>;
  /** Hours between reminders of an unacknowledged alert; 0: no reminders. */
  remindHours: number;
  maintenance: Maintenance[];
}

/** Defaults of optional settings. */
export interface AlertSettingsInput
  extends Partial<ThresholdRules>, Partial<Record<SwitchKind, SwitchRule>> {
  offline?: OfflineRule;
  slower?: SlowerRule;
  cost?: CostRule;
  overrides?: AlertOverride[];
  customLimits?: CustomLimit[];
  uncountedMounts?: UncountedMount[];
  quietHours?: z.input<typeof quietHoursSchema>;
  remindHours?: number;
  maintenance?: z.input<typeof maintenanceSchema>[];
}

/** The longest time between two reminders: a week. */
export const LONGEST_REMINDER_HOURS = 7 * 24;

/** An absent rule is the catalogue's; the schema of a rule is built only when settings contain one. */
export const alertSettingsSchema = z
  .strictObject({
    offline: offlineRuleSchema.prefault({ enabled: true }),
    rebooted: switchRuleSchema.prefault({ enabled: false }),
    filling: switchRuleSchema.prefault({ enabled: false }),
    slower: slowerRuleSchema.prefault({ enabled: false }),
    unusual: switchRuleSchema.prefault({ enabled: false }),
    cost: costRuleSchema.prefault({ enabled: false }),
    ...byMetric((id) => z.lazy(() => ruleSchema(id)).default(() => defaultRule(id))),
    overrides: z.array(alertOverrideSchema).max(200).prefault([]),
    customLimits: z.array(customLimitSchema).max(50).prefault([]),
    uncountedMounts: z.array(uncountedMountSchema).max(200).prefault([]),
    quietHours: quietHoursSchema.prefault({}),
    remindHours: z.int().min(0).max(LONGEST_REMINDER_HOURS).default(0),
    maintenance: z.array(maintenanceSchema).max(200).prefault([]),
  })
  .catchall(unknownRuleSchema) as unknown as z.ZodType<AlertSettings, AlertSettingsInput>;

/** An alert that has begun and has not ended. */
export interface ActiveAlert extends HostRef {
  kind: MetricId;
  /** Unix seconds: the first minute at or beyond the threshold. */
  since: number;
  /** The newest value and its threshold, in the metric's unit. */
  value: number;
  threshold: number;
  /** Under announced maintenance: shown, without a notification. */
  maintenance: boolean;
}

/** Thresholds from the Python daemon's `daemon.yaml`, percent, by metric. */
export interface DaemonThresholds {
  path: string;
  above: MetricValues;
}
