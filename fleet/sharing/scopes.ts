import type { AlertScope } from '../../contract/alerts.ts';
import type { SharedValue } from '../../contract/sharing.ts';

/** What of them is shared through a source. */
export interface SharedScope {
  sourceId: string;
  /**
   * Whether that is all: rules, overrides and maintenance of labels, and channels are no source's own, so only the first
   * source that is shared has them. The others have what is about their hosts.
   */
  whole: boolean;
}

/** Values by the paths of their fields. */
export type Values = Map<string, SharedValue>;

/** How the key of an override names its scope: the name of a label or of a host. */
export function scopeKey(scope: AlertScope): string {
  return scope.kind === 'label' ? `label:${scope.label}` : `host:${scope.hostname}`;
}

/** The scope that such a key names; null: none. */
export function scopeIn(key: string, { sourceId }: SharedScope): AlertScope | null {
  if (key.startsWith('label:')) return { kind: 'label', label: key.slice(6) };
  return key.startsWith('host:') ? { kind: 'host', sourceId, hostname: key.slice(5) } : null;
}

/** Whether a scope is one that is shared. */
export function isShared(scope: AlertScope, { sourceId, whole }: SharedScope): boolean {
  return scope.kind === 'label' ? whole : scope.sourceId === sourceId;
}
