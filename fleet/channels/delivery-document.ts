import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MESSAGE_STATES, type MessageState } from '../../contract/channels.ts';
import { DAY_S, MINUTE_S } from '../../contract/time.ts';

/** An alert that was sent. Times are Unix seconds. */
export interface SentAlert {
  id: string;
  hostname: string;
  kind: string;
  /** Rounded down to the minute. */
  startedAt: number;
  /** Null until its end is sent. */
  endedAt: number | null;
  /** The group of hosts that it was first sent with. */
  incident: string;
  /** When it was sent last. */
  at: number;
}

/** A message that not all of its channels have taken yet. */
export interface OpenMessage {
  id: string;
  at: number;
  state: MessageState;
  /** Ids of its alerts. */
  alerts: readonly string[];
  incident: string;
  closes: readonly string[];
  /** Ids of the channels that are still to get it. */
  channels: readonly string[];
}

/**
 * Which alerts of one registry were sent, and which messages are on their way: the next leader goes on from here. It
 * lies in the registry, in a row of our own, or in the local store where no other program sends them.
 */
export interface DeliveryDocument {
  /** Makes the ids of this registry's alerts different from those of every other. */
  fleet: string;
  alerts: readonly SentAlert[];
  open: readonly OpenMessage[];
}

const id = z.string().min(1).max(64);
const seconds = z.number().nonnegative();
/** Lists instead of objects: an item is charged by its size. */
const storedSchema = z.strictObject({
  v: z.literal(1),
  fleet: id,
  alerts: z
    .array(
      z.tuple([
        id,
        z.string().max(1024),
        z.string().max(40),
        seconds,
        seconds.nullable(),
        id,
        seconds,
      ]),
    )
    .max(10_000),
  open: z
    .array(
      z.tuple([
        id,
        seconds,
        z.enum(MESSAGE_STATES),
        z.array(id).max(10_000),
        id,
        z.array(id).max(10_000),
        z.array(id).max(100),
      ]),
    )
    .max(10_000),
});

/** The document in `text`; null where it is damaged or of a newer release. */
export function parseDeliveries(text: string): DeliveryDocument | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = storedSchema.safeParse(json);
  if (!parsed.success) return null;
  const { fleet, alerts, open } = parsed.data;
  return {
    fleet,
    alerts: alerts.map(([alert, hostname, kind, startedAt, endedAt, incident, at]) => ({
      id: alert,
      hostname,
      kind,
      startedAt,
      endedAt,
      incident,
      at,
    })),
    open: open.map(([message, at, state, ids, incident, closes, channels]) => ({
      id: message,
      at,
      state,
      alerts: ids,
      incident,
      closes,
      channels,
    })),
  };
}

/** The document as text, under 250 KB: what was sent longest ago, and is over, goes first. */
export function deliveriesText(document: DeliveryDocument): string {
  const { fleet, open } = document;
  let alerts = [...document.alerts];
  for (;;) {
    const text = JSON.stringify({
      v: 1,
      fleet,
      alerts: alerts.map((each) => [
        each.id,
        each.hostname,
        each.kind,
        each.startedAt,
        each.endedAt,
        each.incident,
        each.at,
      ]),
      open: open.map((each) => [
        each.id,
        each.at,
        each.state,
        each.alerts,
        each.incident,
        each.closes,
        each.channels,
      ]),
    });
    if (Buffer.byteLength(text) <= LARGEST_BYTES || alerts.length === 0) return text;
    alerts = alerts.toSorted(overAndOldestLast).slice(0, Math.floor(alerts.length * 0.9));
  }
}

const LARGEST_BYTES = 250_000;

function overAndOldestLast(a: SentAlert, b: SentAlert): number {
  return Number(a.endedAt !== null) - Number(b.endedAt !== null) || b.at - a.at;
}

/** Seconds for which the end of an alert is remembered, and one that never ended. */
const KEEP_OVER_S = 2 * DAY_S;
const KEEP_FIRING_S = 60 * DAY_S;
/** Seconds after which a message that a channel does not take is given up. */
export const GIVE_UP_S = DAY_S;

/** Without what is too old to matter. `now` in Unix seconds. */
export function pruned(document: DeliveryDocument, now: number): DeliveryDocument {
  const named = new Set(document.open.flatMap(({ alerts }) => alerts));
  return {
    ...document,
    alerts: document.alerts.filter(
      (alert) =>
        named.has(alert.id) ||
        now - alert.at < (alert.endedAt === null ? KEEP_FIRING_S : KEEP_OVER_S),
    ),
  };
}

/** An alert as the local store has it. Times are Unix seconds. */
export interface KnownAlert {
  hostname: string;
  kind: string;
  startedAt: number;
  endedAt: number | null;
}

/** Seconds by which two programs may see the same alert begin at different times: late samples move it. */
const SAME_WITHIN_S = 10 * MINUTE_S;

/**
 * Which sent alert each alert of the local store is, in the same order; null: it was not sent. Each sent one is one of
 * the store's at most: first those that begin at the same minute, then the nearest whose times touch.
 */
export function matched(
  known: readonly KnownAlert[],
  sent: readonly SentAlert[],
): (SentAlert | null)[] {
  const left = new Map<string, Set<SentAlert>>();
  for (const alert of sent) {
    const key = subjectOf(alert);
    const same = left.get(key);
    if (same === undefined) left.set(key, new Set([alert]));
    else same.add(alert);
  }
  const found = known.map((alert) => {
    const same = left.get(subjectOf(alert));
    const exact = [...(same ?? [])].find(({ startedAt }) => startedAt === minute(alert.startedAt));
    if (exact !== undefined) same?.delete(exact);
    return exact ?? null;
  });
  return known.map((alert, index) => {
    const exact = found[index] ?? null;
    if (exact !== null) return exact;
    const same = left.get(subjectOf(alert));
    const near = [...(same ?? [])]
      .filter((each) => touches(alert, each))
      .toSorted((a, b) => distance(a, alert) - distance(b, alert))
      .at(0);
    if (near !== undefined) same?.delete(near);
    return near ?? null;
  });
}

function touches(alert: KnownAlert, sent: SentAlert): boolean {
  if (distance(sent, alert) > SAME_WITHIN_S) return false;
  return (
    alert.startedAt < (sent.endedAt ?? Infinity) && sent.startedAt < (alert.endedAt ?? Infinity)
  );
}

function distance(a: { startedAt: number }, b: { startedAt: number }): number {
  return Math.abs(a.startedAt - b.startedAt);
}

function subjectOf({ hostname, kind }: { hostname: string; kind: string }): string {
  return `${kind}\n${hostname}`;
}

function minute(at: number): number {
  return Math.floor(at / MINUTE_S) * MINUTE_S;
}

/** The alert as it is first sent. Every program, whatever its store, gives it the same id. */
export function sentAlert(
  fleet: string,
  alert: KnownAlert,
  incident: string,
  now: number,
): SentAlert {
  const startedAt = minute(alert.startedAt);
  const { hostname, kind, endedAt } = alert;
  return { id: alertId(fleet, alert), hostname, kind, startedAt, endedAt, incident, at: now };
}

/** The id of an alert: of the registry, host, kind and first minute. */
export function alertId(fleet: string, { hostname, kind, startedAt }: KnownAlert): string {
  return digest(['alert', fleet, hostname, kind, String(minute(startedAt))]);
}

/** The id of a message, made of the alerts it names and what it says about them. */
export function messageId(state: MessageState, alerts: readonly string[]): string {
  return digest(['message', state, ...alerts.toSorted()]);
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 20);
}

/** With a message begun: its alerts count as sent, and its channels are to get it. */
export function withMessage(
  document: DeliveryDocument,
  message: OpenMessage,
  alerts: readonly SentAlert[],
): DeliveryDocument {
  const changed = new Map(alerts.map((alert) => [alert.id, alert]));
  return {
    ...document,
    alerts: [...document.alerts.filter((alert) => !changed.has(alert.id)), ...alerts],
    open: [
      ...document.open.filter((each) => each.id !== message.id),
      ...(message.channels.length === 0 ? [] : [message]),
    ],
  };
}

/** With a message taken by a channel, or given up there. */
export function withDelivered(
  document: DeliveryDocument,
  message: string,
  channel: string,
): DeliveryDocument {
  return {
    ...document,
    open: document.open.flatMap((each): OpenMessage[] => {
      if (each.id !== message) return [each];
      const channels = each.channels.filter((other) => other !== channel);
      return channels.length === 0 ? [] : [{ ...each, channels }];
    }),
  };
}
