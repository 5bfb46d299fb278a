import type { SharedConflict, SharedValue } from '../../contract/sharing.ts';
import type { SharedDocument } from './document-text.ts';
import type { Values } from './scopes.ts';
import { partsOf, pathOf } from '../../contract/shared-paths.ts';
import {
  changed,
  holding,
  isConflict,
  madeAt,
  sameValue,
  versionKey,
  type Fields,
  type Register,
} from './register.ts';

/** What has fields of its own, and is there or not as a whole. */
const THINGS: ReadonlySet<string> = new Set(['override', 'maintenance', 'channel']);

/** The path of the thing that a field belongs to; null where it belongs to none, or is that of the thing itself. */
function thingOf(path: string): string | null {
  const [kind = '', id, name] = partsOf(path);
  return THINGS.has(kind) && id !== undefined && name !== undefined ? pathOf(kind, id) : null;
}

/** The values that hold, without the fields of things that were removed. */
export function valuesIn(fields: Fields): Values {
  const all: Values = new Map();
  for (const [path, register] of fields) {
    const value = holding(register)?.value;
    if (value !== undefined) all.set(path, value);
  }
  for (const path of all.keys()) {
    const thing = thingOf(path);
    if (thing !== null && !all.has(thing)) all.delete(path);
  }
  return all;
}

/** Who changes what, and when. */
export interface Author {
  replica: string;
  /** Unix milliseconds. */
  now: number;
}

/**
 * The fields after what the settings say was changed here: `known` is what they said before, `said` what they say now.
 * What already holds is no change. Null: nothing changed.
 */
export function withEdits(
  fields: Fields,
  known: ReadonlyMap<string, SharedValue>,
  said: ReadonlyMap<string, SharedValue>,
  { replica, now }: Author,
): Map<string, Register> | null {
  const hold = valuesIn(fields);
  const next = new Map(fields);
  const set = (path: string, value: SharedValue | undefined): void => {
    next.set(path, changed(next.get(path) ?? [], replica, now, value));
  };
  const isEdit = (path: string): boolean =>
    !sameValue(known.get(path), said.get(path)) && !sameValue(hold.get(path), said.get(path));
  const touched = new Set<string>();
  for (const path of new Set([...known.keys(), ...said.keys()])) {
    if (!isEdit(path)) continue;
    const thing = thingOf(path);
    // With a thing that goes, its fields go from view: whoever changes one of them meanwhile keeps it all.
    if (thing !== null && !said.has(thing)) continue;
    set(path, said.get(path));
    touched.add(thing ?? path);
  }
  for (const path of touched) {
    if (!THINGS.has(partsOf(path)[0] ?? '') || !said.has(path)) continue;
    // Whoever removes it meanwhile has not seen this: people decide.
    if (hold.has(path)) set(path, true);
    else dropOldFields(path, said, next, set);
  }
  return touched.size === 0 ? null : next;
}

/** A thing that is there again has none of the fields that it had before, unless it is said to. */
function dropOldFields(
  thing: string,
  said: ReadonlyMap<string, SharedValue>,
  next: ReadonlyMap<string, Register>,
  set: (path: string, value: SharedValue | undefined) => void,
): void {
  for (const [path, register] of next)
    if (thingOf(path) === thing && !said.has(path) && holding(register)?.value !== undefined)
      set(path, undefined);
}

/** The fields that people changed without knowing of each other, and that nobody has decided on. */
export function conflictsIn({ fields, names }: SharedDocument): SharedConflict[] {
  const hold = valuesIn(fields);
  return [...fields].flatMap(([path, register]): SharedConflict[] => {
    const thing = thingOf(path);
    if (!isConflict(register) || (thing !== null && !hold.has(thing))) return [];
    const held = holding(register);
    return [
      {
        field: path,
        choices: register.map((version) => ({
          key: versionKey(version),
          value: version.value ?? null,
          by: names.get(version.replica) ?? version.replica,
          at: Math.floor(madeAt(version) / 1000),
          holds: version === held,
        })),
      },
    ];
  });
}

/** The fields after somebody chose one of the versions of a field by its key. Null: it is no longer there. */
export function withChoice(
  fields: Fields,
  path: string,
  key: string,
  { replica, now }: Author,
): Map<string, Register> | null {
  const register = fields.get(path) ?? [];
  const chosen = register.find((version) => versionKey(version) === key);
  if (chosen === undefined) return null;
  return new Map(fields).set(path, changed(register, replica, now, chosen.value));
}
