import type { SharedValue } from '../../contract/sharing.ts';

/**
 * A value of a field. `clock` says which changes its author had seen: for each replica the time (Unix milliseconds) of its
 * newest one, its own included. A replica is one data directory.
 */
export interface Version {
  /** Absent: the field was removed. */
  value?: SharedValue;
  replica: string;
  clock: Readonly<Record<string, number>>;
}

/** The versions of a field: one, or several where people changed it without knowing of each other. */
export type Register = readonly Version[];

/** The fields of a document by their paths. */
export type Fields = ReadonlyMap<string, Register>;

/** Versions that a field keeps at most; of more, the newest. */
export const MOST_VERSIONS = 20;

/** When a version was made, by its author's clock; Unix milliseconds. */
export function madeAt({ clock, replica }: Version): number {
  return timeOf(clock, replica);
}

/** Names a version among those of its field. */
export function versionKey({ replica, clock, value }: Version): string {
  const times = Object.keys(clock)
    .sort()
    .map((name) => [name, clock[name]]);
  return JSON.stringify([replica, times, value === undefined ? [] : [sorted(value)]]);
}

/** Whether two values are the same, whatever the order of their keys; absent is a value. */
export function sameValue(a: SharedValue | undefined, b: SharedValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/**
 * Both registers: what neither side has replaced. Commutative, associative and idempotent, so that replicas which have
 * seen the same versions, in whatever order, have the same register.
 */
export function mergeRegisters(a: Register, b: Register): Register {
  const byKey = new Map([...a, ...b].map((version) => [versionKey(version), version]));
  const all = [...byKey].map(([key, version]) => ({ key, version }));
  return all
    .filter(({ version }) => !all.some((other) => replaces(other.version, version)))
    .sort((one, two) => newestFirst(one, two))
    .slice(0, MOST_VERSIONS)
    .map(({ version }) => version);
}

/** Both documents, field by field. A field that one of them does not know stays as the other has it. */
export function mergeFields(a: Fields, b: Fields): Map<string, Register> {
  const merged = new Map(a);
  for (const [field, register] of b) {
    const mine = a.get(field);
    merged.set(field, mine === undefined ? register : mergeRegisters(mine, register));
  }
  return merged;
}

/** Whether `a` knows everything that `b` says. */
export function covers(a: Fields, b: Fields): boolean {
  for (const [field, register] of b) {
    const mine = a.get(field);
    if (mine === undefined) return false;
    if (mine === register) continue;
    const keys = new Set(mine.map(versionKey));
    for (const version of register)
      if (!keys.has(versionKey(version)) && !mine.some((other) => replaces(other, version)))
        return false;
  }
  return true;
}

/** The register after `replica` has set the value, absent to remove it, having seen all that is there; `now` in Unix ms. */
export function changed(
  register: Register,
  replica: string,
  now: number,
  value: SharedValue | undefined,
): Register {
  const clock: Record<string, number> = {};
  for (const version of register)
    for (const [name, time] of Object.entries(version.clock))
      clock[name] = Math.max(time, timeOf(clock, name));
  // Later than all that it replaces, also where this clock is behind: people see the newest first.
  clock[replica] = Math.max(
    Math.floor(now),
    ...register.map((version) => madeAt(version) + 1),
    timeOf(clock, replica) + 1,
  );
  return [{ ...(value === undefined ? {} : { value }), replica, clock }];
}

/** The version that holds: the newest by its author's clock. */
export function holding(register: Register): Version | undefined {
  return register.map((version) => ({ key: versionKey(version), version })).sort(newestFirst)[0]
    ?.version;
}

/** Whether people have to decide: its versions say different things. */
export function isConflict(register: Register): boolean {
  const [first, ...others] = register;
  return first !== undefined && others.some(({ value }) => !sameValue(value, first.value));
}

/** Without fields that were removed before `since` (Unix milliseconds): nobody is expected to bring back older ones. */
export function withoutOldRemovals(fields: Fields, since: number): Map<string, Register> {
  return new Map(
    [...fields].filter(
      ([, register]) =>
        !register.every((version) => version.value === undefined && madeAt(version) < since),
    ),
  );
}

/** Without fields that nobody has changed since (Unix milliseconds). */
export function withoutOld(fields: Fields, since: number): Map<string, Register> {
  return new Map(
    [...fields].filter(([, register]) => register.some((version) => madeAt(version) >= since)),
  );
}

/** Whether `a` was made by somebody who had seen `b`. */
function replaces(a: Version, b: Version): boolean {
  let isNewer = false;
  for (const [name, time] of Object.entries(b.clock)) {
    const seen = timeOf(a.clock, name);
    if (seen < time) return false;
    if (seen > time) isNewer = true;
  }
  return isNewer || Object.keys(a.clock).length > Object.keys(b.clock).length;
}

function newestFirst(
  a: { key: string; version: Version },
  b: { key: string; version: Version },
): number {
  const byTime = madeAt(b.version) - madeAt(a.version);
  return byTime !== 0 ? byTime : a.key < b.key ? 1 : a.key > b.key ? -1 : 0;
}

function timeOf(clock: Readonly<Record<string, number>>, replica: string): number {
  return Object.hasOwn(clock, replica) ? (clock[replica] ?? 0) : 0;
}

/** The value with the keys of its objects in order. */
function sorted(value: SharedValue): SharedValue {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

function isList(value: object): value is readonly SharedValue[] {
  return Array.isArray(value);
}
