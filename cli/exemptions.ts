import type { AlertScope, AlertSettings, UncountedMount } from '../contract/alerts.ts';
import { maintenanceAt } from '../contract/alert-rules.ts';
import { ownRules, uncountedOf } from '../contract/exemptions.ts';
import type { HostRef } from '../contract/host.ts';
import { safeText } from '../contract/safe-text.ts';

/**
 * What applies to a host and not to others at `now` (Unix seconds), one text each: disabled rules, overrides, ignored
 * file systems, maintenance.
 */
export function exemptionsOf(
  host: HostRef,
  labels: readonly string[],
  settings: AlertSettings,
  now: number,
): string[] {
  const maintenance = maintenanceAt(host, labels, settings.maintenance, now);
  return [
    ...ownRules(host, labels, settings.overrides).map(
      ({ kind, isOff, scope }) => `${kind} ${isOff ? 'off' : 'own rule'} (${byWhat(scope)})`,
    ),
    ...uncountedOf(host, labels, settings).map(
      ({ mount, scope }) =>
        `${safeText(mount, 60)} not counted (${scope === undefined ? 'all hosts' : byWhat(scope)})`,
    ),
    ...(maintenance === null ? [] : [`maintenance until ${momentText(maintenance.until)}`]),
  ];
}

/** The file systems that the disk rule ignores, one per line. */
export function exemptLines(mounts: readonly UncountedMount[]): string[] {
  return mounts.map(({ mount, scope }) => {
    const where =
      scope === undefined
        ? 'all hosts'
        : scope.kind === 'label'
          ? `hosts with the label ${scope.label}`
          : scope.hostname;
    return `Does not count for disk: ${safeText(mount, 60)} on ${safeText(where, 60)}.`;
  });
}

function byWhat(scope: AlertScope): string {
  return scope.kind === 'host' ? 'this host' : `label ${safeText(scope.label, 40)}`;
}

function momentText(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16)}Z`;
}
