import type { MetricId } from './metrics.ts';
import { z } from 'zod';
import { SEVERITIES, type Severity } from './alert-notices.ts';
import { quietHoursSchema } from './alerts.ts';
import type { AppError } from './errors.ts';
import { labelSchema } from './labels.ts';
import { because } from './reasons.ts';

/** States of alerts that a message can report. */
export const MESSAGE_STATES = ['firing', 'resolved', 'reminder', 'acknowledged'] as const;
/** One of `MESSAGE_STATES`. */
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Names of the secrets of each type of channel, required ones first. */
export const CHANNEL_SECRETS = {
  webhook: { required: ['url'], optional: ['hmacKey'] },
  ntfy: { required: ['topic'], optional: ['token'] },
  slack: { required: ['url'], optional: [] },
  discord: { required: ['url'], optional: [] },
  teams: { required: ['url'], optional: [] },
  telegram: { required: ['token'], optional: [] },
  pagerduty: { required: ['routingKey'], optional: [] },
  opsgenie: { required: ['apiKey'], optional: [] },
  email: { required: [], optional: ['password'] },
  apprise: { required: ['urls'], optional: [] },
} as const;

/** The types of channels. */
export type ChannelType = keyof typeof CHANNEL_SECRETS;
/** All types, in the order of the form. */
export const CHANNEL_TYPES = Object.keys(CHANNEL_SECRETS) as ChannelType[];

/** Secrets of one channel by name. They pass from the page to the main process once, and never back. */
export type ChannelSecrets = Readonly<Record<string, string>>;

/** A typed secret: one line, trimmed. The reasons of a refusal never repeat the value. */
export const channelSecretSchema = z
  .string({ error: 'must be text' })
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(4096, { error: 'must be at most 4096 characters' })
  .refine((text) => !/[\u0000-\u001f\u007f]/u.test(text), { error: 'must be one line' });

/** Secrets of a channel as a form or the keyring holds them. */
export const channelSecretsSchema = z.record(
  z.string().regex(/^[a-zA-Z]{1,20}$/u),
  channelSecretSchema,
);

/** Where a program without a keyring finds a secret: environment variable `env:NAME`, or first line of `file:PATH`. */
export const secretRefSchema = z
  .string()
  .trim()
  .max(1024)
  .refine((text) => isSecretRef(text), because('secretRef'));

/** Whether a text refers to a secret instead of being one. */
export function isSecretRef(text: string): boolean {
  return /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/u.test(text.trim());
}

/** Deepest nesting of a template; filling it in is recursive. */
const DEEPEST = 20;

function isJson(text: string): boolean {
  try {
    return isShallow(JSON.parse(text), DEEPEST);
  } catch {
    return text === '';
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}

/** A receiver of alerts, without its secrets. Built on first use: a collector, which has none, stays small. */
export const channelSchema = z.lazy(channelTypes);

function channelTypes() {
  const baseUrl = z
    .string()
    .trim()
    .refine((text) => z.url({ protocol: /^https?$/u }).safeParse(text).success, because('address'))
    .refine((text) => !/[@?#]/u.test(text), because('noPassword'));
  const mailAddress = z
    .string()
    .trim()
    .max(320)
    .refine((text) => /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+$/u.test(text), because('mailAddress'));
  const hostName = z
    .string()
    .trim()
    .max(253)
    .refine((text) => /^[\w.:-]+$/u.test(text), because('hostName'));

  const common = {
    id: z.string().refine((text) => /^[a-z0-9-]{1,40}$/u.test(text), because('sourceId')),
    name: z.string().trim().min(1).max(80),
    enabled: z.boolean().default(true),
    /** Kinds of alerts to send; empty: all. A kind unknown to this version is kept. */
    kinds: z.array(z.string().min(1).max(40)).max(100).prefault([]),
    /** Empty: all. */
    severities: z.array(z.enum(SEVERITIES)).max(SEVERITIES.length).prefault([]),
    /** Hosts with any of these labels; empty: all hosts. */
    labels: z.array(labelSchema).max(50).prefault([]),
    /** Whether resolved alerts are sent too. */
    resolved: z.boolean().default(true),
    quietHours: quietHoursSchema.prefault({}),
    /** Whether its address may be on this machine or in a private network, where http:// is allowed. */
    privateAddress: z.boolean().default(false),
    /**
     * `one`: exactly one of all watchers and desktops with this channel's source sends; `this`: this program always
     * sends.
     */
    teller: z.enum(['one', 'this']).default('one'),
    /** Locations of secrets outside the keyring. */
    secrets: z.record(z.string().regex(/^[a-zA-Z]{1,20}$/u), secretRefSchema).optional(),
  };

  return z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('webhook'),
      ...common,
      /** JSON in which `{{name}}` stands for a field of the message; absent: the whole message. */
      template: z.string().trim().max(8000).refine(isJson, because('json')).optional(),
    }),
    z.strictObject({
      type: z.literal('ntfy'),
      ...common,
      server: baseUrl.default('https://ntfy.sh'),
    }),
    z.strictObject({ type: z.literal('slack'), ...common }),
    z.strictObject({ type: z.literal('discord'), ...common }),
    z.strictObject({ type: z.literal('teams'), ...common }),
    z.strictObject({
      type: z.literal('telegram'),
      ...common,
      /** A number, or `@name` of a public channel. */
      chatId: z
        .string()
        .trim()
        .refine((text) => /^(?:-?\d{1,20}|@\w{5,32})$/u.test(text), because('chatId')),
    }),
    z.strictObject({
      type: z.literal('pagerduty'),
      ...common,
      region: z.enum(['us', 'eu']).default('us'),
    }),
    z.strictObject({
      type: z.literal('opsgenie'),
      ...common,
      region: z.enum(['us', 'eu']).default('us'),
    }),
    z.strictObject({
      type: z.literal('email'),
      ...common,
      host: hostName,
      port: z.int().min(1).max(65_535).default(587),
      /** `starttls` must succeed; `none` needs `privateAddress`. */
      security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
      user: z.string().trim().max(320).optional(),
      from: mailAddress,
      to: z.array(mailAddress).min(1).max(20),
    }),
    z.strictObject({
      type: z.literal('apprise'),
      ...common,
      /** Address of an Apprise API server. */
      server: baseUrl,
    }),
  ]);
}

/** A receiver of alerts, without its secrets. */
export type Channel = z.infer<typeof channelSchema>;

/** All channels; ids are unique. */
export const channelsSchema = z
  .array(channelSchema)
  .max(30)
  .refine(
    (channels) => new Set(channels.map(({ id }) => id)).size === channels.length,
    because('sourceIdsDiffer'),
  )
  .prefault([]);

/** One alert as sent to a channel. */
export interface ChannelAlert {
  /** Identical in every message about it, from any sender. */
  id: string;
  kind: string;
  /** The metric of `value` and `threshold`; null: none, or unknown to this version. */
  metric: MetricId | null;
  severity: Severity;
  hostname: string;
  labels: readonly string[];
  /** Unix seconds; `endedAt` null while it lasts. */
  startedAt: number;
  endedAt: number | null;
  /**
   * Newest or worst value and its threshold, in the metric's unit; null: none. For a disk that fills up: the
   * days from detection until it is full, the fewest, and the most or null. For slower functions:
   * percent. For the cost of a month: US dollars.
   */
  value: number | null;
  threshold: number | null;
  /** For slower functions: their names, slowest first. For cost: the source, as `hostname`. */
  subject?: string;
  /** The note of its acknowledgement; empty: none. */
  note: string;
}

/** A message on its way to a channel. */
export interface ChannelMessage {
  /** Identical in every retry, so receivers can drop duplicates. */
  id: string;
  /** When it was created, Unix seconds. */
  at: number;
  state: MessageState;
  severity: Severity;
  /** Name of the source that the hosts belong to. */
  source: string;
  title: string;
  text: string;
  alerts: readonly ChannelAlert[];
  /** Key of the incident at receivers that keep incidents: the group of hosts sent together. */
  incident: string;
  /** Incidents that this message resolves. */
  closes: readonly string[];
  /** Sent by "Send a test". */
  test?: true;
}

/** Delivery status of a channel. Contains no secret. */
export interface ChannelState {
  id: string;
  /** When it last accepted a message, Unix seconds; null: not since the program started. */
  lastSentAt: number | null;
  /** Queued messages. */
  waiting: number;
  /** Why the last attempt failed; null after a success. */
  error: { message: string; hint: string } | null;
}

/** Whether this program currently sends the alerts of a source. */
export interface DispatcherState {
  sourceId: string;
  /** `leads`: it sends; `follows`: another sends, this one takes over if it stops; `unable`: it cannot take part. */
  role: 'leads' | 'follows' | 'unable';
  /** The leader's own name; null: nobody, or unknown. */
  leader: string | null;
  error: { message: string; hint: string } | null;
}

/** The state of channels and dispatchers. */
export interface ChannelsState {
  channels: ChannelState[];
  dispatchers: DispatcherState[];
}

/** The state of channels and dispatchers, as seen by a program that does not send. */
export interface ChannelsReport {
  channels: ChannelState[];
  leases: {
    sourceId: string;
    /** From the registry row; `until` in Unix seconds, in the past if the holder stopped; null: nobody, or unknown. */
    holder: { owner: string; until: number } | null;
    /** Why the row could not be read. */
    error: AppError | null;
  }[];
}

/** The public facts about stored secrets of channels. */
export interface ChannelSecretsState {
  /** Names of the stored secrets, by channel id. */
  stored: Record<string, string[]>;
  /** Why the file cannot be read or a secret cannot be decrypted, or null. */
  error: { message: string; hint: string } | null;
}
