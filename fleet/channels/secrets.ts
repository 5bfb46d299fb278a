import { CHANNEL_SECRETS, type Channel, type ChannelSecrets } from '../../contract/channels.ts';
import { appFailure } from '../../contract/errors.ts';
import { secretAt } from '../../platform/secret-place.ts';

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
      place === undefined
        ? keyring?.get(channel.id)?.[name]
        : secretAt(`"${name}" of the channel ${channel.name}`, place, env);
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
