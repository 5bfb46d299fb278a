import type {
  AlertOverride,
  AlertScope,
  AlertSettings,
  DaemonThresholds,
  Maintenance,
  QuietPeriod,
} from '../../../contract/alerts.ts';
import { METRICS, METRIC_IDS, type MetricId } from '../../../contract/metrics.ts';
import { limitsOf } from '../../../contract/threshold-rules.ts';
import type { QuietHours } from './quiet.ts';

/** A change of the alert settings: returns new settings and leaves the old ones unchanged. */
export type AlertChange = (settings: AlertSettings) => AlertSettings;

/** A unique string per scope. */
export function scopeKey(scope: AlertScope): string {
  return scope.kind === 'label'
    ? `label ${scope.label}`
    : `host ${scope.sourceId}/${scope.hostname}`;
}

/** Replaces the override for `before`, else appends it. */
export function withOverride(override: AlertOverride, before: AlertScope | null): AlertChange {
  return (settings) => {
    const at = before === null ? -1 : indexOf(settings, before);
    const overrides =
      at < 0 ? [...settings.overrides, override] : settings.overrides.with(at, override);
    return { ...settings, overrides };
  };
}

/** Restores an override at its old place, unless its scope has another one by now. */
export function restoredOverride(override: AlertOverride, at: number): AlertChange {
  return (settings) =>
    indexOf(settings, override.scope) >= 0
      ? settings
      : { ...settings, overrides: settings.overrides.toSpliced(at, 0, override) };
}

/** Removes the override of a scope. */
export function withoutOverride(scope: AlertScope): AlertChange {
  return (settings) => ({
    ...settings,
    overrides: settings.overrides.filter((other) => scopeKey(other.scope) !== scopeKey(scope)),
  });
}

/** Moves a label's override before the one above it: of a host's labels the first wins. */
export function raisedOverride(scope: AlertScope): AlertChange {
  return (settings) => {
    const at = indexOf(settings, scope);
    const above = settings.overrides.findLastIndex(
      (other, index) => index < at && other.scope.kind === 'label',
    );
    const moved = settings.overrides[at];
    if (moved === undefined || above < 0) return settings;
    const overrides = settings.overrides.toSpliced(at, 1).toSpliced(above, 0, moved);
    return { ...settings, overrides };
  };
}

function indexOf({ overrides }: AlertSettings, scope: AlertScope): number {
  return overrides.findIndex((other) => scopeKey(other.scope) === scopeKey(scope));
}

/** Past maintenance is kept for reference, up to this many. */
const PAST_KEPT = 50;

/** Adds announced maintenance, or replaces the one with its id; drops the oldest past ones at `now`. */
export function withMaintenance(entry: Maintenance, now: number): AlertChange {
  return (settings) => {
    const others = settings.maintenance.filter(({ id }) => id !== entry.id);
    const past = others.filter(({ until }) => until <= now).toSorted((a, b) => b.until - a.until);
    const forgotten = new Set(past.slice(PAST_KEPT));
    return {
      ...settings,
      maintenance: [...others.filter((other) => !forgotten.has(other)), entry],
    };
  };
}

/** Removes maintenance by its id. */
export function withoutMaintenance(id: string): AlertChange {
  return (settings) => ({
    ...settings,
    maintenance: settings.maintenance.filter((other) => other.id !== id),
  });
}

/**
 * Ends maintenance now: current maintenance ends at `now`; maintenance that has just begun or is upcoming is removed.
 */
export function endedMaintenance(ids: readonly string[], now: number): AlertChange {
  return (settings) => ({
    ...settings,
    maintenance: settings.maintenance.flatMap((entry) => {
      if (!ids.includes(entry.id) || entry.until <= now) return [entry];
      return entry.from < now ? [{ ...entry, until: now }] : [];
    }),
  });
}

/** Maintenance by time. */
export interface MaintenanceGroups {
  readonly running: readonly Maintenance[];
  readonly coming: readonly Maintenance[];
  readonly past: readonly Maintenance[];
}

/** Current: earliest end first; upcoming: earliest start first; past: latest end first. */
export function groupMaintenance(list: readonly Maintenance[], now: number): MaintenanceGroups {
  const past = list.filter(({ until }) => until <= now);
  const coming = list.filter(({ from }) => from > now);
  const running = list.filter(({ from, until }) => from <= now && until > now);
  return {
    running: running.toSorted((a, b) => a.until - b.until),
    coming: coming.toSorted((a, b) => a.from - b.from),
    past: past.toSorted((a, b) => b.until - a.until),
  };
}

/** A change of the quiet hours. */
export type QuietChange = (quiet: QuietHours) => QuietHours;

/** Changes only the quiet hours. */
export function withQuietHours(change: QuietChange): AlertChange {
  return (settings) => ({ ...settings, quietHours: change(settings.quietHours) });
}

/** A period as a row shows it. */
export interface ShownPeriod {
  readonly period: QuietPeriod;
  /** Its index in the list, to tell equal periods apart. */
  readonly index: number;
}

/** Replaces the shown period. If it has gone meanwhile, appends the new one, so that no input is lost. */
export function withPeriod(shown: ShownPeriod, period: QuietPeriod): QuietChange {
  return (quiet) => {
    const at = indexOfPeriod(quiet, shown);
    const periods = at < 0 ? [...quiet.periods, period] : quiet.periods.with(at, period);
    return { ...quiet, periods };
  };
}

/** Restores a removed period. */
export function restoredPeriod({ period, index }: ShownPeriod): QuietChange {
  return (quiet) => ({ ...quiet, periods: quiet.periods.toSpliced(index, 0, period) });
}

/** Removes a period as it was shown, also if the stored list has changed since. */
export function withoutPeriod(shown: ShownPeriod): QuietChange {
  return (quiet) => {
    const at = indexOfPeriod(quiet, shown);
    return at < 0 ? quiet : { ...quiet, periods: quiet.periods.toSpliced(at, 1) };
  };
}

function indexOfPeriod({ periods }: QuietHours, { period, index }: ShownPeriod): number {
  const isSame = (other: QuietPeriod | undefined) =>
    other?.from === period.from &&
    other.to === period.to &&
    String(other.days) === String(period.days);
  return isSame(periods[index]) ? index : periods.findIndex(isSame);
}

/** The thresholds of the Python daemon that differ from the default rules. */
export function differingThresholds(
  settings: AlertSettings,
  { above }: DaemonThresholds,
): { metric: MetricId; value: number }[] {
  return METRIC_IDS.flatMap((metric) => {
    const value = above[metric];
    const { direction, threshold } = limitsOf(settings[metric]);
    return value === undefined || direction !== 'above' || value === threshold
      ? []
      : [{ metric, value }];
  });
}

/** Copies the Python daemon's thresholds into the default rules; the clearing values keep their distance. */
export function withDaemonThresholds(daemon: DaemonThresholds): AlertChange {
  return (settings) => {
    const changed = differingThresholds(settings, daemon).map(({ metric, value }) => {
      const { threshold, clearsAt, forMinutes } = limitsOf(settings[metric]);
      const clearBelow = Math.max(METRICS[metric].bounds[0], value - (threshold - clearsAt));
      const { enabled } = settings[metric];
      return [metric, { enabled, above: value, clearBelow, forMinutes }] as const;
    });
    return { ...settings, ...Object.fromEntries(changed) };
  };
}
