import {
  customLimitSchema,
  uncountedMountSchema,
  type AlertScope,
  type CustomLimit,
  type UncountedMount,
} from '../../contract/alerts.ts';
import { pathOf } from '../../contract/shared-paths.ts';
import type { SharedValue } from '../../contract/sharing.ts';
import { isShared, scopeIn, scopeKey, type SharedScope, type Values } from './scopes.ts';

/** The rules that lie in lists: limits on custom metrics, and file systems that do not count. */
export interface AlertLists {
  customLimits: CustomLimit[];
  uncountedMounts: UncountedMount[];
}

/** How the mounts of every host are named among those of labels and hosts. */
const ALL = 'all';

/** Puts them among the values: `limit/NAME/DIRECTION`, `mount/SCOPE/MOUNT`. */
export function addAlertLists(values: Values, lists: AlertLists, scope: SharedScope): void {
  for (const { scope: covered, mount } of lists.uncountedMounts)
    if (isSharedMount(covered, scope))
      values.set(pathOf('mount', covered === undefined ? ALL : scopeKey(covered), mount), true);
  if (!scope.whole) return;
  for (const { name, direction, threshold } of lists.customLimits) {
    const path = pathOf('limit', name, direction);
    if (!values.has(path)) values.set(path, threshold);
  }
}

/** By what comes before a part of a path, its parts and their values. */
type Named = ReadonlyMap<string, { fields: ReadonlyMap<string, SharedValue> }>;

/** The limits with the shared ones in place of their own: those that are here in their order, then new ones. */
export function customLimitsOf(
  before: readonly CustomLimit[],
  limits: Named,
  onProblem: (parts: string[]) => void,
): CustomLimit[] {
  const shared = [...limits].flatMap(([name, { fields }]) =>
    [...fields].flatMap(([direction, threshold]) => {
      const parsed = customLimitSchema.safeParse({ name, direction, threshold });
      if (!parsed.success) onProblem(['limit', name, direction]);
      return parsed.success ? [parsed.data] : [];
    }),
  );
  return inOrderOf(before, shared, ({ name, direction }) => JSON.stringify([name, direction]));
}

/** As `customLimitsOf`, of file systems. */
export function uncountedMountsOf(
  before: readonly UncountedMount[],
  mounts: Named,
  scope: SharedScope,
  onProblem: (parts: string[]) => void,
): UncountedMount[] {
  const own = before.filter((each) => !isSharedMount(each.scope, scope));
  const here = before.filter((each) => isSharedMount(each.scope, scope));
  const shared = [...mounts].flatMap(([key, { fields }]) => {
    const covered = key === ALL ? undefined : scopeIn(key, scope);
    if (covered === null || !isSharedMount(covered, scope)) return [];
    return [...fields.keys()].flatMap((mount) => {
      const where = covered === undefined ? {} : { scope: covered };
      const parsed = uncountedMountSchema.safeParse({ ...where, mount });
      if (!parsed.success) onProblem(['mount', key, mount]);
      return parsed.success ? [parsed.data] : [];
    });
  });
  const keyOf = (each: UncountedMount): string =>
    JSON.stringify([each.scope === undefined ? ALL : scopeKey(each.scope), each.mount]);
  return [...own, ...inOrderOf(here, shared, keyOf)];
}

function isSharedMount(covered: AlertScope | undefined, scope: SharedScope): boolean {
  return covered === undefined ? scope.whole : isShared(covered, scope);
}

function inOrderOf<T>(before: readonly T[], come: readonly T[], keyOf: (item: T) => string): T[] {
  const fresh = new Map(come.map((item) => [keyOf(item), item]));
  const kept = new Map(
    before.flatMap((item) => {
      const key = keyOf(item);
      const same = fresh.get(key);
      return same === undefined ? [] : [[key, same] as const];
    }),
  );
  const added = [...fresh].filter(([key]) => !kept.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...kept.values(), ...added.map(([, item]) => item)];
}
