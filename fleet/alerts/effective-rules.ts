import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { maintenanceAt, rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import type { HostRef } from '../../contract/host.ts';
import { METRIC_IDS, type MetricId } from '../../contract/metrics.ts';
import type { Settings } from '../../contract/settings.ts';
import {
  byMetric,
  limitsOf,
  ruleSchema,
  type Limits,
  type ThresholdRule,
} from '../../contract/threshold-rules.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { AlertRules } from '../store/alert-rules.ts';

/** The part of the settings that alerts follow. */
export type AlertConfig = Pick<Settings, 'alerts' | 'labels'>;

/** The rule that applies to a host. Another one applied to samples before `since` (Unix seconds). */
export interface KeptRule {
  rule: ThresholdRule;
  since: number;
}
/** A rule that is on, as it is evaluated. */
export interface ActiveRule {
  kind: MetricId;
  limits: Limits;
  since: number;
}
/** An absent rule has been off ever since. */
type KeptRules = Partial<Record<MetricId, KeptRule>>;

const keptRuleSchemas = byMetric((id) =>
  z.strictObject({ rule: ruleSchema(id), since: z.number() }),
);

/** A host (its id in the store) and a metric whose rule has changed. */
export interface RuleChange {
  host: number;
  kind: MetricId;
}

interface KnownHost extends HostRef {
  id: number;
}

/**
 * The rules of every host, and since when they hold: a change applies from then on, and what was found by other rules
 * stays as it was. They are kept in the store, so that a change made while nothing ran is noticed.
 */
export class EffectiveRules {
  readonly #stored: AlertRules;
  readonly #kept = new Map<number, KeptRules>();
  readonly #effective = new Map<number, HostRules>();
  /** Those of `#kept` that are on: every host is judged by them at every look. */
  readonly #active = new Map<number, readonly ActiveRule[]>();
  #config: AlertConfig;

  constructor(stored: AlertRules, config: AlertConfig) {
    this.#config = config;
    this.#stored = stored;
    this.reload();
  }

  /** Forgets what could not be written. */
  reload(): void {
    this.#kept.clear();
    this.#active.clear();
    for (const { host, rules } of this.#stored.all()) {
      this.#kept.set(host, parseKept(rules));
    }
  }

  configure(config: AlertConfig): void {
    this.#config = config;
    this.#effective.clear();
  }

  get settings(): AlertConfig['alerts'] {
    return this.#config.alerts;
  }

  /** The rules that the settings give a host now. */
  rulesOf(host: KnownHost): HostRules {
    let rules = this.#effective.get(host.id);
    if (rules === undefined) {
      rules = rulesFor(host, this.labelsOf(host), this.#config.alerts);
      this.#effective.set(host.id, rules);
    }
    return rules;
  }

  /**
   * The rule to judge a host's samples by; null where it is off. A host that is new is judged from its first sample on.
   * Within `write`.
   */
  keptRule(host: KnownHost, kind: MetricId): KeptRule | null {
    let kept = this.#kept.get(host.id);
    if (kept === undefined) {
      const rules = this.rulesOf(host);
      kept = {};
      for (const id of METRIC_IDS) if (rules[id].enabled) kept[id] = { rule: rules[id], since: 0 };
      this.#keep(host.id, kept);
    }
    const found = kept[kind];
    return found?.rule.enabled === true ? found : null;
  }

  /** The rules to judge a host's samples by: as `keptRule`, all that are on. Within `write`. */
  activeRules(host: KnownHost): readonly ActiveRule[] {
    let active = this.#active.get(host.id);
    if (active === undefined) {
      active = METRIC_IDS.flatMap((kind): ActiveRule[] => {
        const kept = this.keptRule(host, kind);
        return kept === null ? [] : [{ kind, limits: limitsOf(kept.rule), since: kept.since }];
      });
      this.#active.set(host.id, active);
    }
    return active;
  }

  /** Takes over what the settings have changed, as of `now` (Unix seconds), and answers it. Within `write`. */
  update(hosts: readonly KnownHost[], now: number): RuleChange[] {
    return hosts.flatMap((host) => {
      const kept = this.#kept.get(host.id);
      if (kept === undefined) return [];
      const rules = this.rulesOf(host);
      const changed = METRIC_IDS.filter((kind) => {
        const known = kept[kind];
        return known === undefined
          ? rules[kind].enabled
          : !isDeepStrictEqual(known.rule, rules[kind]);
      });
      if (changed.length === 0) return [];
      for (const kind of changed) kept[kind] = { rule: rules[kind], since: now };
      this.#keep(host.id, kept);
      return changed.map((kind) => ({ host: host.id, kind }));
    });
  }

  /** Whether a host is under announced maintenance at a time (Unix seconds). */
  inMaintenance(host: HostRef, at: number): boolean {
    const { maintenance } = this.#config.alerts;
    return (
      maintenance.length > 0 && maintenanceAt(host, this.labelsOf(host), maintenance, at) !== null
    );
  }

  /** The labels that the settings give a host. */
  labelsOf({ sourceId, hostname }: HostRef): readonly string[] {
    return this.#config.labels[`${sourceId}/${hostname}`] ?? [];
  }

  #keep(host: number, rules: KeptRules): void {
    this.#kept.set(host, rules);
    this.#active.delete(host);
    this.#stored.put(host, JSON.stringify(rules));
  }
}

/** One by one: a rule that cannot be parsed affects no other. */
function parseKept(text: string): KeptRules {
  const entries = parseStored(z.record(z.string(), z.unknown()), text);
  const kept: KeptRules = {};
  if (entries === undefined) return kept;
  for (const id of METRIC_IDS) {
    const parsed = keptRuleSchemas[id].safeParse(entries[id]);
    if (parsed.success) kept[id] = parsed.data;
  }
  return kept;
}
