import { createHash } from 'node:crypto';
import { OWN_ROWS } from '../../contract/hostname.ts';
import type { StoredHost } from './host-row.ts';

/** Ids of hosts in the store lie far below. */
const FIRST_ID = 2 ** 40;

/**
 * Stands for the tables of a source where alerts are kept and told by host. It is none: no list, count or state has it,
 * and no host can bear its name. Its id follows from the source's, so it is the same after a restart.
 */
export function tablesOf(sourceId: string): StoredHost {
  const digest = createHash('sha256').update(sourceId).digest();
  return {
    id: FIRST_ID + digest.readUInt32BE(0),
    sourceId,
    hostname: `${OWN_ROWS}tables`,
    layouts: 0,
    firstSeen: null,
    registrySeen: null,
    registryNewest: {},
    active: true,
    removedAt: null,
    facts: {},
    sampleAt: null,
    newest: {},
    named: { fileSystems: null, custom: null },
    legacySeen: null,
    legacyRecord: null,
    legacyEnd: null,
    legacyWholeFrom: null,
    legacyGapFrom: null,
    wantedFrom: null,
    syncedThrough: null,
    polledThrough: null,
    silentSince: null,
  };
}
