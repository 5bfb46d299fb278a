import { likelySameMachine } from '../../contract/hostname.ts';
import type { HostRef } from '../../contract/host.ts';

export interface DuplicatePair {
  sourceId: string;
  hostnames: [string, string];
}

/** Pairs of names within a source that are likely one machine each, for the user to decide about. */
export function likelyDuplicates(hosts: readonly HostRef[]): DuplicatePair[] {
  const groups = Map.groupBy(
    hosts,
    ({ sourceId, hostname }) => `${sourceId} ${(hostname.split('.')[0] ?? '').toLowerCase()}`,
  );
  return [...groups.values()].flatMap((group) =>
    group.flatMap((a, index) =>
      group
        .slice(index + 1)
        .filter((b) => likelySameMachine(a.hostname, b.hostname))
        .map((b): DuplicatePair => ({ sourceId: a.sourceId, hostnames: [a.hostname, b.hostname] })),
    ),
  );
}
