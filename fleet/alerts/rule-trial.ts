import { isDeepStrictEqual } from 'node:util';
import { rulesFor } from '../../contract/alert-rules.ts';
import type { AlertSettings } from '../../contract/alerts.ts';
import type { RuleTrial } from '../../contract/answers.ts';
import { METRICS, type MetricId } from '../../contract/metrics.ts';
import { isBeyond, limitsOf, type Limits } from '../../contract/threshold-rules.ts';
import type { TriedRuleInput } from '../../contract/tried-rule.ts';
import { DAY_S, MINUTE_S, QUARTER_HOUR_S, minuteOf } from '../../contract/time.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { Queries } from '../queries/queries.ts';
import type { SeriesReader } from '../store/series-reader.ts';
import type { FleetStore } from '../store/store.ts';
import { deriveAlerts } from './derive.ts';
import type { AlertConfig } from './effective-rules.ts';

const TRIAL_S = 7 * DAY_S;
/** Hosts evaluated in one go: up to 2.5 ms each if hours are not packed yet. */
const HOSTS_A_PART = 10;
/** Rollups are rounded by at most this share. */
const ROUNDED_BY = 0.01;

/** Where a rule is tried out. */
export interface RuleTrialOptions {
  store: FleetStore;
  clock: Clock;
  queries: Pick<Queries, 'hosts'>;
  /** The rules and labels that hold now. */
  config: () => AlertConfig;
}

/**
 * Tries a rule, as if it were on, on the samples of the last seven days of the hosts that it would hold for. It takes its
 * time in steps of some milliseconds, between which other work may run.
 */
export function* tryRule(
  { store, clock, queries, config }: RuleTrialOptions,
  tried: TriedRuleInput,
): Generator<void, RuleTrial> {
  const rule = { ...tried.rule, enabled: true };
  const { alerts, labels } = config();
  const settings = withRule(alerts, { ...tried, rule });
  const now = minuteOf(nowSeconds(clock));
  const hosts = queries.hosts().filter((host) => {
    const own = labels[`${host.sourceId}/${host.hostname}`] ?? [];
    return rulesFor(host, own, settings)[tried.metric] === rule;
  });
  const fired: RuleTrial['fired'] = [];
  for (let first = 0; first < hosts.length; first += HOSTS_A_PART) {
    store.read(() => {
      for (const { id, sourceId, hostname } of hosts.slice(first, first + HOSTS_A_PART)) {
        const times = countOf(store.series, id, tried.metric, limitsOf(rule), now);
        if (times > 0) fired.push({ sourceId, hostname, times });
      }
    });
    yield;
  }
  fired.sort((a, b) => b.times - a.times);
  return { hosts: hosts.length, times: fired.reduce((sum, { times }) => sum + times, 0), fired };
}

/** The settings with the rule in its place; an override that does not exist yet comes last, as a new one does. */
function withRule(settings: AlertSettings, { metric, rule, scope }: TriedRuleInput): AlertSettings {
  if (scope === undefined) return { ...settings, [metric]: rule };
  const at = settings.overrides.findIndex((one) => isDeepStrictEqual(one.scope, scope));
  const changed = { ...settings.overrides[at], scope, [metric]: rule };
  const overrides = [...settings.overrides];
  overrides.splice(at < 0 ? overrides.length : at, 1, changed);
  return { ...settings, overrides };
}

/** Number of alerts that begin in the week before `now`. Minutes are read only around values beyond the threshold. */
function countOf(
  series: SeriesReader,
  host: number,
  metric: MetricId,
  limits: Limits,
  now: number,
): number {
  const from = now - TRIAL_S;
  const start = Math.floor(from / QUARTER_HOUR_S) * QUARTER_HOUR_S;
  const count = Math.ceil((now + MINUTE_S - start) / QUARTER_HOUR_S);
  const { min, max } = series.rollups(host, metric, { start, step: QUARTER_HOUR_S, count });
  const worst = limits.direction === 'above' ? max : min;
  const nearly = nearTo(metric, limits);
  const isCandidate = (value: number): boolean => isBeyond(limits.direction, value, nearly);
  const first = worst.findIndex(isCandidate);
  if (first < 0) return 0;
  const begin = Math.max(from, start + first * QUARTER_HOUR_S);
  const end = start + (worst.findLastIndex(isCandidate) + 1) * QUARTER_HOUR_S;
  const grid = { start: begin, step: MINUTE_S, count: (end - begin) / MINUTE_S };
  const values = series.minutes(host, metric, grid);
  return deriveAlerts({ metric, start: begin, values }, limits).length;
}

/** A value slightly on the good side of the threshold. */
function nearTo(metric: MetricId, { direction, threshold }: Limits): number {
  const slack = Math.abs(threshold) * ROUNDED_BY + 10 ** -METRICS[metric].decimals;
  return direction === 'above' ? threshold - slack : threshold + slack;
}
