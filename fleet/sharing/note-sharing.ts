import { z } from 'zod';
import { LONGEST_ANNOTATION, type Annotation } from '../../contract/annotations.ts';
import { safeLines } from '../../contract/safe-text.ts';
import { partsOf, pathOf } from '../../contract/shared-paths.ts';
import type { SharedValue } from '../../contract/sharing.ts';
import { DAY_S } from '../../contract/time.ts';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { FleetStore } from '../store/store.ts';
import { holding, madeAt, sameValue } from './register.ts';
import type { SharedScope } from './scopes.ts';
import type { SharedReplica } from './shared-replica.ts';
import { withEdits, type Author } from './shared-values.ts';

/** Days for which an annotation is in the row after its last change; each machine keeps it for longer. */
export const NOTE_DAYS = 90;

const knownSchema = z.record(z.string(), z.unknown());
const seconds = z.int().min(0).max(8.64e12);
/** An annotation as it is shared; its host is one of the source. */
export const sharedNoteSchema = z
  .strictObject({
    host: z.string().min(1).max(1024).nullable(),
    at: seconds,
    endedAt: seconds.nullable(),
    text: z.string().trim().min(1).max(LONGEST_ANNOTATION),
    author: z.string().max(200).nullable(),
  })
  .refine(({ at, endedAt }) => endedAt === null || endedAt > at);
const idSchema = z.uuid();

/** Whose annotations are brought together. */
export interface ReconcileNotesOptions {
  store: FleetStore;
  replica: SharedReplica;
  scope: SharedScope;
  author: Author;
  /** How this program calls itself. */
  who: string;
}

/**
 * Brings the annotations here and those of the team together, those of the whole fleet by the first source that is shared.
 * Returns whether anything in the store has changed.
 */
export function reconcileNotes(options: ReconcileNotesOptions): boolean {
  const { store, replica, scope, author, who } = options;
  let isChanged = false;
  replica.change((held) => {
    const stored = parseStored(knownSchema, held.known) ?? {};
    const known = new Map(Object.entries(stored) as [string, SharedValue][]);
    const said = saidNow(store, known, scope, author.now / 1000);
    const edited = withEdits(held.document.fields, known, said, author);
    const fields = edited ?? held.document.fields;
    for (const [path, register] of fields) {
      const version = holding(register);
      const id = idOf(path);
      if (version === undefined || id === null || sameValue(version.value, said.get(path)))
        continue;
      if (version.value === undefined) {
        store.annotations.remove(id);
        said.delete(path);
      } else {
        const note = noteOf(id, version.value, scope, madeAt(version) / 1000);
        if (note === null) continue;
        store.annotations.put(note);
        said.set(path, version.value);
      }
      isChanged = true;
    }
    const text = JSON.stringify(Object.fromEntries(said));
    if (edited === null && text === held.known) return null;
    const names = new Map(held.document.names).set(author.replica, who);
    return { known: text, ...(edited === null ? {} : { document: { fields: edited, names } }) };
  });
  return isChanged;
}

/** What is here: what was changed lately, and what was shared before and is still there. */
function saidNow(
  store: FleetStore,
  known: ReadonlyMap<string, SharedValue>,
  scope: SharedScope,
  now: number,
): Map<string, SharedValue> {
  const said = new Map<string, SharedValue>();
  const say = (note: Annotation): void => {
    said.set(pathOf('note', note.id), noteValue(note));
  };
  for (const note of recentNotes(store, scope, now)) say(note);
  for (const path of known.keys()) {
    const id = idOf(path);
    const note = said.has(path) || id === null ? null : store.annotations.get(id);
    if (note !== null) say(note);
  }
  return said;
}

/** The annotations that a source shares: those that were changed lately. `now` in Unix seconds. */
export function recentNotes(store: FleetStore, scope: SharedScope, now: number): Annotation[] {
  return store.annotations
    .between(0, Number.MAX_SAFE_INTEGER, null)
    .filter((note) => isShared(note, scope) && note.updatedAt >= now - NOTE_DAYS * DAY_S);
}

function isShared({ host }: Annotation, { sourceId, whole }: SharedScope): boolean {
  return host === null ? whole : host.sourceId === sourceId;
}

/** An annotation as it is shared: its host is named within its source. */
export function noteValue({ host, at, endedAt, text, author }: Annotation): SharedValue {
  return { host: host?.hostname ?? null, at, endedAt, text, author };
}

/** The annotation in a shared value; null: it makes no sense, or belongs to another source. */
function noteOf(
  id: string,
  value: SharedValue,
  scope: SharedScope,
  updatedAt: number,
): Annotation | null {
  const parsed = sharedNoteSchema.safeParse(value);
  if (!parsed.success) return null;
  const { host: hostname, ...rest } = parsed.data;
  const host = hostname === null ? null : { sourceId: scope.sourceId, hostname };
  const note = { ...rest, text: safeLines(rest.text), id, host, updatedAt: Math.floor(updatedAt) };
  return isShared(note, scope) ? note : null;
}

function idOf(path: string): string | null {
  const [kind, id, ...more] = partsOf(path);
  return kind === 'note' && more.length === 0 && idSchema.safeParse(id).success
    ? (id ?? null)
    : null;
}
