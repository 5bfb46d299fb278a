import { covers } from './alert-rules.ts';
import {
  HOST_KINDS,
  type AlertOverride,
  type AlertScope,
  type HostKind,
  type UncountedMount,
} from './alerts.ts';
import type { HostRef } from './host.ts';

/** A rule that differs for a host. */
export interface OwnRule {
  kind: HostKind;
  /** The scope that sets it: the host, or one of its labels. */
  scope: AlertScope;
  /** The host is exempt: the rule is off. */
  isOff: boolean;
  /** The override that contains the rule. */
  override: AlertOverride;
}

/** The rules that overrides set for a host, each from the most specific scope, as `rulesFor` applies them. */
export function ownRules(
  host: HostRef,
  labels: readonly string[],
  overrides: readonly AlertOverride[],
): OwnRule[] {
  const own = overrides.filter(({ scope }) => covers(scope, host, labels));
  if (own.length === 0) return [];
  const ordered = [
    ...own.filter(({ scope }) => scope.kind === 'host'),
    ...own.filter(({ scope }) => scope.kind === 'label'),
  ];
  return HOST_KINDS.flatMap((kind) => {
    const override = ordered.find((one) => one[kind] !== undefined);
    const rule = override?.[kind];
    if (override === undefined || rule === undefined) return [];
    return [{ kind, scope: override.scope, isOff: !rule.enabled, override }];
  });
}

/** The settings on file systems of a host that do not count. */
export function uncountedOf(
  host: HostRef,
  labels: readonly string[],
  { uncountedMounts }: { uncountedMounts: readonly UncountedMount[] },
): UncountedMount[] {
  return uncountedMounts.filter(({ scope }) => scope === undefined || covers(scope, host, labels));
}
