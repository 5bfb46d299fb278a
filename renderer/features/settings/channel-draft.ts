import type { z } from 'zod';
import type { Severity } from '../../../contract/alert-notices.ts';
import {
  CHANNEL_SECRETS,
  channelSchema,
  isSecretRef,
  type Channel,
  type ChannelType,
} from '../../../contract/channels.ts';
import type { QuietHours } from '../alerts/quiet.ts';

/** A field of one type of channel, and its control. */
export type ChannelField =
  | { name: TextField; control: 'text' | 'area'; placeholder?: string }
  | { name: ChoiceField; control: 'choice'; values: readonly string[] };
type TextField = 'template' | 'server' | 'chatId' | 'host' | 'port' | 'user' | 'from' | 'to';
type ChoiceField = 'region' | 'security';

const REGION = { name: 'region', control: 'choice', values: ['us', 'eu'] } as const;

/** The fields of each type, besides those of all types. */
export const CHANNEL_FIELDS: Readonly<Record<ChannelType, readonly ChannelField[]>> = {
  webhook: [{ name: 'template', control: 'area' }],
  ntfy: [{ name: 'server', control: 'text', placeholder: 'https://ntfy.sh' }],
  slack: [],
  discord: [],
  teams: [],
  telegram: [{ name: 'chatId', control: 'text', placeholder: '-1001234567890' }],
  pagerduty: [REGION],
  opsgenie: [REGION],
  email: [
    { name: 'host', control: 'text', placeholder: 'smtp.example.com' },
    { name: 'port', control: 'text', placeholder: '587' },
    { name: 'security', control: 'choice', values: ['starttls', 'tls', 'none'] },
    { name: 'user', control: 'text' },
    { name: 'from', control: 'text', placeholder: 'fleet@example.com' },
    { name: 'to', control: 'text', placeholder: 'ops@example.com' },
  ],
  apprise: [{ name: 'server', control: 'text', placeholder: 'https://apprise.example.com' }],
};

/** A channel as form values. */
export interface ChannelDraft {
  id: string;
  type: ChannelType;
  name: string;
  enabled: boolean;
  /** Values of the fields of its type, as text. */
  fields: Record<string, string>;
  /** The typed input for each secret: its value or its place; empty: unchanged. */
  secrets: Record<string, string>;
  /** The places of the stored channel's secrets. */
  places: Readonly<Record<string, string>>;
  kinds: string[];
  severities: Severity[];
  labels: string;
  resolved: boolean;
  privateAddress: boolean;
  alone: boolean;
  quietHours: QuietHours;
}

/** A stored channel as a form. */
export function channelDraftOf(channel: Channel): ChannelDraft {
  const values = channel as Readonly<Record<string, unknown>>;
  return {
    id: channel.id,
    type: channel.type,
    name: channel.name,
    enabled: channel.enabled,
    fields: Object.fromEntries(
      CHANNEL_FIELDS[channel.type].map(({ name }) => [name, textOf(values[name])]),
    ),
    secrets: {},
    places: channel.secrets ?? {},
    kinds: [...channel.kinds],
    severities: [...channel.severities],
    labels: channel.labels.join(', '),
    resolved: channel.resolved,
    privateAddress: channel.privateAddress,
    alone: channel.teller === 'this',
    quietHours: channel.quietHours,
  };
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The channel that a form describes, and the secrets to store for it; or why it is invalid. */
export function parseChannel(
  draft: ChannelDraft,
): { channel: Channel; typed: Record<string, string> } | { error: z.ZodError } {
  const { type, fields, labels, alone, secrets, places, ...rest } = draft;
  const { required, optional } = CHANNEL_SECRETS[type];
  const names: readonly string[] = [...required, ...optional];
  const typed: Record<string, string> = {};
  const kept: Record<string, string> = {};
  for (const name of names) {
    const text = secrets[name]?.trim() ?? '';
    if (text === '' && places[name] !== undefined) kept[name] = places[name];
    else if (isSecretRef(text)) kept[name] = text;
    else if (text !== '') typed[name] = text;
  }
  const parsed = channelSchema.safeParse({
    type,
    ...rest,
    ...Object.fromEntries(
      CHANNEL_FIELDS[type].flatMap(({ name }) => {
        const value = valueOf(name, fields[name]?.trim() ?? '');
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    labels: listOf(labels),
    teller: alone ? 'this' : 'one',
    ...(Object.keys(kept).length === 0 ? {} : { secrets: kept }),
  });
  return parsed.success ? { channel: parsed.data, typed } : { error: parsed.error };
}

/** An empty field is absent: its default applies, or an error that it is required. */
function valueOf(name: string, text: string): unknown {
  if (name === 'to') return listOf(text);
  if (text === '') return undefined;
  return name === 'port' ? Number(text) : text;
}

function listOf(text: string): string[] {
  return text
    .split(/[,、]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Required secrets that nobody has entered. `stored`: the names of those that the app has. */
export function missingSecrets(
  { type, secrets, places }: ChannelDraft,
  stored: readonly string[],
): string[] {
  const { required } = CHANNEL_SECRETS[type];
  return required.filter(
    (name) =>
      (secrets[name]?.trim() ?? '') === '' && places[name] === undefined && !stored.includes(name),
  );
}

/** A new, empty channel. */
export function newChannel(id: string, name: string): ChannelDraft {
  return channelDraftOf(channelSchema.parse({ type: 'webhook', id, name }));
}
