import { z } from 'zod';
import type { SharedValue } from '../../contract/sharing.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { FleetStore } from '../store/store.ts';
import { sameValue, type Fields } from './register.ts';
import { pathsOf, saidByTeam, saidTo, teamSays, type LastingAlert } from './shared-acks.ts';
import type { SharedReplica } from './shared-replica.ts';
import { withEdits, type Author } from './shared-values.ts';

const knownSchema = z.record(z.string(), z.unknown());

/** Whose acknowledgements and snoozes are brought together. */
export interface ReconcileOptions {
  store: FleetStore;
  replica: SharedReplica;
  sourceId: string;
  author: Author;
  /** How this program calls itself. */
  who: string;
}

/**
 * Brings what was said to alerts here and what the team says to them together: first what was said here since the last
 * time goes into the copy, then what others said into the store. Returns whether anything in the store has changed.
 */
export function reconcileAcks({
  store,
  replica,
  sourceId,
  author,
  who,
}: ReconcileOptions): boolean {
  const now = author.now / 1000;
  let isChanged = false;
  replica.change((held) => {
    const stored = parseStored(knownSchema, held.known) ?? {};
    const known = new Map(Object.entries(stored) as [string, SharedValue][]);
    const paths = pathsOf(lastingOf(store, sourceId), held.document.fields);
    const said = saidNow(known, paths, held.document.fields, now);
    const edited = withEdits(held.document.fields, known, said, author);
    const fields = edited ?? held.document.fields;
    for (const [path, { row }] of paths) {
      const version = saidByTeam(fields, path);
      if (version === undefined || sameValue(version.value, said.get(path))) continue;
      const life = teamSays(version, now);
      // A snooze that is over says nothing: each program has told again, or will.
      if (life === null || (life.snoozedUntil ?? Infinity) <= now) continue;
      store.alertLog.put({ ...row, ...life });
      isChanged = true;
      if (version.value === undefined) said.delete(path);
      else said.set(path, version.value);
    }
    const text = JSON.stringify(Object.fromEntries(said));
    if (edited === null && text === held.known) return null;
    const names = new Map(held.document.names).set(author.replica, who);
    return {
      known: text,
      ...(edited === null ? {} : { document: { fields: edited, names } }),
    };
  });
  return isChanged;
}

function lastingOf(store: FleetStore, sourceId: string): LastingAlert[] {
  const names = new Map(store.hosts.ofSource(sourceId).map(({ id, hostname }) => [id, hostname]));
  return store.alertLog.open().flatMap((row) => {
    const hostname = names.get(row.host);
    return hostname === undefined ? [] : [{ row, hostname }];
  });
}

/** What is said here. Of an alert that has ended, and of a snooze that is over, what was said before: nobody takes it back. */
function saidNow(
  known: ReadonlyMap<string, SharedValue>,
  paths: ReadonlyMap<string, LastingAlert>,
  fields: Fields,
  now: number,
): Map<string, SharedValue> {
  const said = new Map([...known].filter(([path]) => !paths.has(path) && fields.has(path)));
  for (const [path, { row }] of paths) {
    const value = saidTo(row, now) ?? overSnooze(known.get(path), now);
    if (value !== undefined) said.set(path, value);
  }
  return said;
}

function overSnooze(value: SharedValue | undefined, now: number): SharedValue | undefined {
  const until = (value as { until?: unknown } | undefined)?.until;
  return typeof until === 'number' && until <= now ? value : undefined;
}
