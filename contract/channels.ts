/**
 * The names on which renderer and main talk. Kept apart from the schemas so that the preload can be
 * built from them without carrying a validator.
 */

/** Answered by the service (store, sync, collector), which runs in a worker thread under Electron. */
export const SERVICE_REQUESTS = [
  'fleetOverview',
  'hostSeries',
  'fleetSeries',
  'heatMap',
  'events',
  'minuteProcesses',
  'hostStatistics',
  'syncNow',
  'cancelBackfill',
  'removeHost',
  'restoreHost',
  'removedHosts',
  'legacyHistory',
  'readLegacyHistory',
  'stopLegacyHistory',
  'capacity',
  'doctor',
  'testSource',
  'collectorState',
  'setCollecting',
  'getSettings',
  'updateSettings',
  'daemonThresholds',
] as const;

/** Answered by the desktop shell. */
export const SHELL_REQUESTS = [
  'credentialsState',
  'setCredentials',
  'removeCredentials',
  'appInfo',
  'listProfiles',
] as const;

export const REQUEST_NAMES = [...SERVICE_REQUESTS, ...SHELL_REQUESTS] as const;

/** Events told by the service. */
export const SERVICE_EVENTS = [
  'fleetChanged',
  'syncChanged',
  'collectorChanged',
  'settingsChanged',
  'alertNotices',
] as const;

/** Events told by the desktop shell. */
export const SHELL_EVENTS = ['navigate'] as const;

export const EVENT_NAMES = [...SERVICE_EVENTS, ...SHELL_EVENTS] as const;

export type ServiceRequestName = (typeof SERVICE_REQUESTS)[number];
export type ShellRequestName = (typeof SHELL_REQUESTS)[number];
export type RequestName = (typeof REQUEST_NAMES)[number];
export type ServiceEventName = (typeof SERVICE_EVENTS)[number];
export type EventName = (typeof EVENT_NAMES)[number];

/** IPC channel of a request; the prefix keeps ours apart from Electron's own. */
export function requestChannel(name: RequestName): string {
  return `py-perf:request:${name}`;
}

export function eventChannel(name: EventName): string {
  return `py-perf:event:${name}`;
}
