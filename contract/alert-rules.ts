import {
  HOST_KINDS,
  type AlertScope,
  type AlertSettings,
  type CostRule,
  type Maintenance,
  type OfflineRule,
  type SlowerRule,
  type SwitchKind,
  type SwitchRule,
} from './alerts.ts';
import type { HostRef } from './host.ts';
import type { ThresholdRules } from './threshold-rules.ts';

/** The rules in force for one host, each from the most specific scope that sets it. */
export interface HostRules extends ThresholdRules, Record<SwitchKind, SwitchRule> {
  offline: OfflineRule;
  slower: SlowerRule;
  cost: CostRule;
}

/** Whether a scope covers a host with these labels. */
export function covers(scope: AlertScope, host: HostRef, labels: readonly string[]): boolean {
  if (scope.kind === 'label') return labels.includes(scope.label);
  return scope.sourceId === host.sourceId && scope.hostname === host.hostname;
}

/**
 * The rules for a host: each from the override for the host itself, else from the first override for one of its labels
 * that sets it, else the default.
 */
export function rulesFor(
  host: HostRef,
  labels: readonly string[],
  settings: HostRules & Pick<AlertSettings, 'overrides'>,
): HostRules {
  const own = settings.overrides.filter(({ scope }) => covers(scope, host, labels));
  if (own.length === 0) return settings;
  const ordered = [
    ...own.filter(({ scope }) => scope.kind === 'host'),
    ...own.filter(({ scope }) => scope.kind === 'label'),
  ];
  const rules = HOST_KINDS.map((kind) => [
    kind,
    ordered.find((override) => override[kind] !== undefined)?.[kind] ?? settings[kind],
  ]);
  return Object.fromEntries([...rules, ['cost', settings.cost]]) as HostRules;
}

/**
 * The announced maintenance of a host at a time (Unix seconds), the one that ends last if several; null: none.
 */
export function maintenanceAt(
  host: HostRef,
  labels: readonly string[],
  maintenance: readonly Maintenance[],
  at: number,
): Maintenance | null {
  let last: Maintenance | null = null;
  for (const entry of maintenance) {
    if (entry.from > at || entry.until <= at || !covers(entry.scope, host, labels)) continue;
    if (last === null || entry.until > last.until) last = entry;
  }
  return last;
}
