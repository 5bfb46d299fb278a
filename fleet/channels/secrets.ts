import { readFileSync } from 'node:fs';
import {
  CHANNEL_SECRETS,
  channelSecretSchema,
  type Channel,
  type ChannelSecrets,
} from '../../contract/channels.ts';
import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';

/** Secrets that the app keeps in the system's keyring, by the channel's id; null: this program has no keyring. */
export type KeyringSecrets = ReadonlyMap<string, ChannelSecrets> | null;

/**
 * The secrets of a channel, each from where its settings say (`env:NAME`, `file:PATH`), else from the keyring. Throws
 * `AppFailure` (`not-configured`) where one that it needs is not there.
 */
export function secretsOf(
  channel: Channel,
  keyring: KeyringSecrets,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): ChannelSecrets {
  const { required, optional } = CHANNEL_SECRETS[channel.type];
  const names: readonly string[] = [...required, ...optional];
  const found = names.flatMap((name) => {
    const place = channel.secrets?.[name];
    const value =
      place === undefined ? keyring?.get(channel.id)?.[name] : secretAt(channel, name, place, env);
    return value === undefined ? [] : [[name, value] as const];
  });
  const secrets = Object.fromEntries(found);
  const missing = required.find((name) => secrets[name] === undefined);
  if (missing === undefined) return secrets;
  throw appFailure(
    'not-configured',
    `The channel ${channel.name} has no "${missing}".`,
    keyring === null
      ? `Outside the app, say in settings.json where it is: "secrets": {"${missing}": "env:NAME"} or "file:PATH".`
      : 'Enter it in Settings, Channels.',
  );
}

function secretAt(
  channel: Channel,
  name: string,
  place: string,
  env: Readonly<NodeJS.ProcessEnv>,
): string {
  const at = place.slice(place.indexOf(':') + 1).trim();
  const value = place.startsWith('env:') ? env[at] : firstLine(channel, name, at);
  const parsed = channelSecretSchema.safeParse(value ?? '');
  if (parsed.success) return parsed.data;
  throw appFailure(
    'not-configured',
    `"${name}" of the channel ${channel.name} is not in ${safeText(place, 200)}.`,
    place.startsWith('env:')
      ? 'Set that variable for this program; a service has its own (docs/alerts.md).'
      : 'Write it into the first line of that file.',
  );
}

function firstLine(channel: Channel, name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/u)[0] ?? '';
  } catch (cause) {
    throw appFailure(
      'not-configured',
      `"${name}" of the channel ${channel.name} cannot be read from ${safeText(path, 200)}.`,
      'Check that the file is there and that this program may read it.',
      cause,
    );
  }
}
