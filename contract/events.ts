import type { QueuedNotice } from './alert-notices.ts';
import type { CollectorState } from './collector.ts';
import type { FleetStatus } from './fleet-status.ts';
import type { SyncState } from './fleet.ts';
import type { Settings } from './settings.ts';

/** Carries the type of an event's payload in the tables below; it has no value. */
export interface Payload<T> {
  readonly type?: T;
}

const payload = <T>(): Payload<T> => ({});

/**
 * Events of the service that the shell forwards to the page. `revision` orders them against answers, which have it
 * too.
 */
export const FORWARDED_EVENTS = {
  fleetChanged: payload<{ revision: number }>(),
  syncChanged: payload<SyncState>(),
  collectorChanged: payload<CollectorState>(),
  settingsChanged: payload<Settings>(),
  /**
   * Notifications to show once each. They repeat with the same ids until the shell, never a page, acknowledges them.
   */
  alertNotices: payload<{ notices: QueuedNotice[] }>(),
} as const;

/** All events of the service. */
export const SERVICE_EVENTS = {
  ...FORWARDED_EVENTS,
  /** Emitted on every change, for the tray, which works without a page. */
  fleetStatus: payload<FleetStatus>(),
} as const;

/** Events of the desktop shell, for the page. */
export const SHELL_EVENTS = {
  /** Opens a page of the app, by its path (`/settings`). */
  navigate: payload<{ path: string }>(),
} as const;

const ALL_EVENTS = { ...SERVICE_EVENTS, ...SHELL_EVENTS } as const;

/** Events that the service emits. */
export type ServiceEventName = keyof typeof SERVICE_EVENTS;
/** Events of the service that the page receives too. */
export type ForwardedEventName = keyof typeof FORWARDED_EVENTS;
/** Events that the page can subscribe to. */
export type EventName = ForwardedEventName | keyof typeof SHELL_EVENTS;

/** Names of all events of the service. */
export const SERVICE_EVENT_NAMES = Object.keys(SERVICE_EVENTS) as readonly ServiceEventName[];
/** Names of the service's events that are forwarded to the page. */
export const FORWARDED_EVENT_NAMES = Object.keys(FORWARDED_EVENTS) as readonly ForwardedEventName[];
/** Names of all events that the page receives: the service's and the shell's. */
export const EVENT_NAMES: readonly EventName[] = [
  ...FORWARDED_EVENT_NAMES,
  ...(Object.keys(SHELL_EVENTS) as (keyof typeof SHELL_EVENTS)[]),
];

type Payloads = {
  [E in keyof typeof ALL_EVENTS]: (typeof ALL_EVENTS)[E] extends Payload<infer T> ? T : never;
};

/** The payload of an event. */
export type EventPayload<E extends EventName | ServiceEventName> = Payloads[E];

/** Ends a subscription; calling it again does nothing. */
export type Unsubscribe = () => void;
