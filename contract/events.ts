import type { QueuedNotice } from './alerts.ts';
import type { CollectorState } from './collector.ts';
import type { SyncState } from './fleet.ts';
import type { Settings } from './settings.ts';

/** Names the type of an event's payload in the tables below; it has no value. */
export interface Payload<T> {
  readonly type?: T;
}

const payload = <T>(): Payload<T> => ({});

/** Events of the service. `revision` orders them against answers, which carry it too. */
export const SERVICE_EVENTS = {
  fleetChanged: payload<{ revision: number }>(),
  syncChanged: payload<SyncState>(),
  collectorChanged: payload<CollectorState>(),
  settingsChanged: payload<Settings>(),
  /** Notifications to show, once each. They come again with the same ids until the shell acknowledges them; no page can. */
  alertNotices: payload<{ notices: QueuedNotice[] }>(),
} as const;

/** Events of the desktop shell. */
export const SHELL_EVENTS = {
  /** Opens a page of the app, by its path (`/settings`). */
  navigate: payload<{ path: string }>(),
} as const;

/** All that the page may listen to. */
export const EVENTS = { ...SERVICE_EVENTS, ...SHELL_EVENTS } as const;

export type EventName = keyof typeof EVENTS;
export type ServiceEventName = keyof typeof SERVICE_EVENTS;

export const EVENT_NAMES = Object.keys(EVENTS) as readonly EventName[];
export const SERVICE_EVENT_NAMES = Object.keys(SERVICE_EVENTS) as readonly ServiceEventName[];

type Payloads = { [E in EventName]: (typeof EVENTS)[E] extends Payload<infer T> ? T : never };

export type EventPayload<E extends EventName> = Payloads[E];

/** Ends a subscription; calling it again does nothing. */
export type Unsubscribe = () => void;
