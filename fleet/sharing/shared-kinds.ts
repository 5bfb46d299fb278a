import { partsOf } from '../../contract/shared-paths.ts';

/** What a team shares, by kinds, as messages name them. */
export type SharedKind =
  | 'acknowledgements'
  | 'annotations'
  | 'channels'
  | 'file systems that do not count'
  | 'labels'
  | 'limits on custom metrics'
  | 'maintenance'
  | 'overrides'
  | 'rules'
  | 'settings';

const KINDS: ReadonlyMap<string, SharedKind> = new Map([
  ['ack', 'acknowledgements'],
  ['channel', 'channels'],
  ['label', 'labels'],
  ['limit', 'limits on custom metrics'],
  ['maintenance', 'maintenance'],
  ['mount', 'file systems that do not count'],
  ['note', 'annotations'],
  ['override', 'overrides'],
  ['rule', 'rules'],
]);

/** What a field of a shared document is, by its path; `settings` where this release does not know it. */
export function kindOfField(path: string): SharedKind {
  return KINDS.get(partsOf(path)[0] ?? '') ?? 'settings';
}
