import { isDeepStrictEqual } from 'node:util';
import type { DoctorReport } from '../../contract/doctor.ts';
import { hostKey } from '../../contract/host.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import type { StoredHost } from '../store/hosts.ts';

type Told = Pick<StoredHost, 'sourceId' | 'hostname' | 'sampleAt' | 'newest'>;
type Source = Pick<SourceConfig, 'id' | 'tables'>;

/** Of the hosts that two sources share, one in so many must agree: replicas follow each other by seconds. */
const AGREEING = 4;

/**
 * Pairs of sources that read the same fleet, as two regions of a global table do: the same table names, and hosts whose
 * newest sample is of the same minute and has the same values in both.
 */
export function replicatedSources(
  sources: readonly Source[],
  hosts: readonly Told[],
): DoctorReport['replicas'] {
  const byKey = new Map(hosts.map((host) => [hostKey(host), host]));
  return sources.flatMap((first, index) =>
    sources.slice(index + 1).flatMap((second) => {
      if (!isDeepStrictEqual(first.tables, second.tables)) return [];
      const shared = hosts.flatMap((host): [Told, Told][] => {
        const { sourceId, hostname } = host;
        const other = byKey.get(hostKey({ sourceId: second.id, hostname }));
        return sourceId === first.id && other !== undefined ? [[host, other]] : [];
      });
      const agreeing = shared.filter(
        ([one, other]) =>
          one.sampleAt !== null &&
          one.sampleAt === other.sampleAt &&
          isDeepStrictEqual(one.newest, other.newest),
      );
      return agreeing.length > 0 && agreeing.length * AGREEING >= shared.length
        ? [{ sourceId: second.id, otherId: first.id, hosts: shared.length }]
        : [];
    }),
  );
}
