/** Seconds after its last sample at which a host counts as offline. */
export const OFFLINE_AFTER_S = 360;
/** Seconds after its last sample beyond which a host counts as stale. */
export const STALE_AFTER_S = 3600;

export const HOST_STATES = ['online', 'offline', 'stale'] as const;
export type HostState = (typeof HOST_STATES)[number];

/**
 * The status rule: by `now - lastSeen` (Unix seconds), online under 360 s, offline from 360 s to
 * 3,600 s, stale beyond. A host that was never seen is stale.
 */
export function hostState(lastSeen: number | null, now: number): HostState {
  if (lastSeen === null) return 'stale';
  const age = now - lastSeen;
  if (age < OFFLINE_AFTER_S) return 'online';
  return age <= STALE_AFTER_S ? 'offline' : 'stale';
}
