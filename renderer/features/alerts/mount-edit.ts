import type { UncountedMount } from '../../../contract/alerts.ts';
import { mountsThatCount } from '../../../contract/counted-mounts.ts';
import type { HostRef } from '../../../contract/host.ts';
import type { FileSystemUse } from '../../../contract/sample.ts';
import type { AlertChange } from './alert-edit.ts';

/** Whether a file system counts. A host's own setting for a mount point can be undone on its page. */
export type Counted = 'yes' | 'no' | 'no, by a pattern';

/** Whether each file system of a host counts for its fullest one. */
export function countedMounts(
  host: HostRef,
  labels: readonly string[],
  uncounted: readonly UncountedMount[],
  fileSystems: readonly FileSystemUse[],
): ReadonlyMap<string, Counted> {
  const all = mountsThatCount(host, labels, uncounted);
  const others = mountsThatCount(
    host,
    labels,
    uncounted.filter((entry) => !fileSystems.some(({ mount }) => isOwn(entry, host, mount))),
  );
  return new Map(
    fileSystems.map(({ mount }): [string, Counted] => {
      if (all === null || all(mount)) return [mount, 'yes'];
      return [mount, others === null || others(mount) ? 'no' : 'no, by a pattern'];
    }),
  );
}

/** Includes or ignores one mount point of one host. */
export function withMountCounted(host: HostRef, mount: string, counts: boolean): AlertChange {
  return (settings) => {
    const others = settings.uncountedMounts.filter((entry) => !isOwn(entry, host, mount));
    const { sourceId, hostname } = host;
    const own: UncountedMount = { scope: { kind: 'host', sourceId, hostname }, mount };
    return { ...settings, uncountedMounts: counts ? others : [...others, own] };
  };
}

function isOwn({ scope, mount }: UncountedMount, host: HostRef, other: string): boolean {
  return (
    scope?.kind === 'host' &&
    scope.sourceId === host.sourceId &&
    scope.hostname === host.hostname &&
    mount === other
  );
}
