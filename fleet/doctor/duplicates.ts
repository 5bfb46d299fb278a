import type { DoctorReport } from '../../contract/doctor.ts';
import { shortName } from '../../contract/hostname.ts';
import type { HostRef } from '../../contract/host.ts';

/** Groups that are named; the others are only counted. */
const GROUPS_SHOWN = 20;
/** Names that are shown of a group. */
const NAMES_SHOWN = 5;
/** The part before the first dot says little where it is as short as this. */
const SHORTEST_TELLING = 4;

/**
 * Names within a source that are likely one machine (`Mac.home.local`, `Mac.local`), for the user to decide about:
 * those whose part before the first dot agrees, ignoring case. In groups, the largest first.
 */
export function likelyDuplicates(hosts: readonly HostRef[]): DoctorReport['duplicates'] {
  const groups = new Map<string, HostRef[]>();
  for (const host of hosts) {
    const short = shortName(host.hostname);
    if (Array.from(short).length < SHORTEST_TELLING) continue;
    const key = `${host.sourceId} ${short}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [host]);
    else group.push(host);
  }
  const found = [...groups.values()]
    .filter((group) => group.length > 1)
    .sort((a, b) => b.length - a.length);
  return {
    groups: found.slice(0, GROUPS_SHOWN).map((group) => ({
      sourceId: group[0]?.sourceId ?? '',
      hostnames: group.slice(0, NAMES_SHOWN).map(({ hostname }) => hostname),
      count: group.length,
    })),
    more: Math.max(0, found.length - GROUPS_SHOWN),
  };
}
