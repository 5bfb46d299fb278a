import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { maintenanceAt, rulesFor, type HostRules } from '../../contract/alert-rules.ts';
import { ALERT_METRICS, thresholdSchema, type AlertMetric } from '../../contract/alerts.ts';
import type { HostRef } from '../../contract/fleet.ts';
import type { Settings } from '../../contract/settings.ts';
import type { AlertRules } from '../store/alert-rules.ts';

/** The part of the settings that alerts follow. */
export type AlertConfig = Pick<Settings, 'alerts' | 'labels'>;

/** A rule as it holds for a host. Samples before `since` (Unix seconds) were judged by another one. */
const keptRuleSchema = z.strictObject({ rule: thresholdSchema, since: z.number() });
const keptRulesSchema = z.strictObject({
  cpu: keptRuleSchema,
  memory: keptRuleSchema,
  disk: keptRuleSchema,
});
export type KeptRule = z.infer<typeof keptRuleSchema>;
type KeptRules = z.infer<typeof keptRulesSchema>;

export interface RuleChange {
  host: number;
  kind: AlertMetric;
}

interface KnownHost extends HostRef {
  id: number;
}

/**
 * The rules of every host, and since when they hold: a change applies from then on, and what was found by other rules stays as it
 * was. They are kept in the store, so that a change made while nothing ran is noticed.
 */
export class EffectiveRules {
  readonly #stored: AlertRules;
  readonly #kept = new Map<number, KeptRules>();
  readonly #effective = new Map<number, HostRules>();
  #config: AlertConfig;

  constructor(stored: AlertRules, config: AlertConfig) {
    this.#config = config;
    this.#stored = stored;
    this.reload();
  }

  /** Forgets what could not be written. */
  reload(): void {
    this.#kept.clear();
    for (const { host, rules } of this.#stored.all()) {
      const parsed = keptRulesSchema.safeParse(JSON.parse(rules));
      if (parsed.success) this.#kept.set(host, parsed.data);
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
      rules = rulesFor(host, this.#labels(host), this.#config.alerts);
      this.#effective.set(host.id, rules);
    }
    return rules;
  }

  /** The rule to judge a host's samples by. A host that is new is judged from its first sample on. Within `write`. */
  keptRule(host: KnownHost, kind: AlertMetric): KeptRule {
    let kept = this.#kept.get(host.id);
    if (kept === undefined) {
      const { cpu, memory, disk } = this.rulesOf(host);
      kept = {
        cpu: { rule: cpu, since: 0 },
        memory: { rule: memory, since: 0 },
        disk: { rule: disk, since: 0 },
      };
      this.#keep(host.id, kept);
    }
    return kept[kind];
  }

  /** Takes over what the settings have changed, as of `now` (Unix seconds), and answers it. Within `write`. */
  update(hosts: readonly KnownHost[], now: number): RuleChange[] {
    return hosts.flatMap((host) => {
      const kept = this.#kept.get(host.id);
      if (kept === undefined) return [];
      const rules = this.rulesOf(host);
      const changed = ALERT_METRICS.filter(
        (kind) => !isDeepStrictEqual(kept[kind].rule, rules[kind]),
      );
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
      maintenance.length > 0 && maintenanceAt(host, this.#labels(host), maintenance, at) !== null
    );
  }

  #labels({ sourceId, hostname }: HostRef): readonly string[] {
    return this.#config.labels[`${sourceId}/${hostname}`] ?? [];
  }

  #keep(host: number, rules: KeptRules): void {
    this.#kept.set(host, rules);
    this.#stored.put(host, JSON.stringify(rules));
  }
}
