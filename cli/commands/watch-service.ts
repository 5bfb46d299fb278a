import { resolve } from 'node:path';
import { CHANNEL_SECRETS, type Channel } from '../../contract/channels.ts';
import { appFailure } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import { WATCHER_SERVICE } from '../../collector/os-service/services.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { outsideApp } from '../../worker/source-keys.ts';
import type { SourceFlags } from '../options.ts';
import { valuedArguments } from './service-flags.ts';

/** Flags of `watch` that its service keeps. */
export interface WatcherFlags extends SourceFlags {
  heartbeat?: string;
  privateHeartbeat?: boolean;
  system?: boolean;
}

/** Where a service runs. */
export interface ServiceGround {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}

/**
 * The data directory of the service, separate from that of the app and other commands. Throws `AppFailure`
 * (`not-configured`) if none was named.
 */
export function watcherDirectory(
  { system }: WatcherFlags,
  { platform, env }: ServiceGround,
): string {
  // Its user exists only while it runs and can write nowhere else.
  if (system === true && platform === 'linux') return `/var/lib/${WATCHER_SERVICE.stateDirectory}`;
  const directory = dataDir(env, platform);
  if (directory !== dataDir({ ...env, PY_PERF_DATA_DIR: '' }, platform)) return directory;
  throw appFailure(
    'not-configured',
    'The service needs a separate data directory: the app uses this one.',
    'Make a folder with a settings.json (docs/alerts.md), and name it with --data-dir or PY_PERF_DATA_DIR.',
  );
}

/** The flags that the service is started with, as command line arguments. They hold no secret. */
export function watcherArguments(
  flags: WatcherFlags,
  directory: string,
  { platform }: ServiceGround,
): string[] {
  const { region, profile, endpoint, heartbeat } = flags;
  return [
    ...valuedArguments({
      '--region': region,
      '--profile': profile,
      '--endpoint': endpoint,
      '--heartbeat': heartbeat === undefined ? undefined : absolutePlace(heartbeat),
      // A Windows task has no environment; elsewhere the variable is set.
      '--data-dir': platform === 'win32' ? directory : undefined,
    }),
    ...(flags.plainHttp === true ? ['--plain-http'] : []),
    ...(flags.privateHeartbeat === true ? ['--private-heartbeat'] : []),
  ];
}

/**
 * Refuses what a service could not read: keys and secrets in the app's keyring, files with relative paths, and
 * variables that the service manager does not pass on. Returns the names of the variables that it needs. Throws
 * `AppFailure`.
 */
export function checkedForService(
  { sources, channels }: Pick<Settings, 'sources' | 'channels'>,
  heartbeat: string | undefined,
  { platform }: ServiceGround,
): string[] {
  const source = sources.find(({ credentials }) => credentials === 'stored');
  if (source !== undefined) throw outsideApp(source.name);
  const places = channels
    .filter(({ enabled }) => enabled)
    .flatMap((channel) => neededOf(channel).map((name) => placeOf(channel, name)));
  if (heartbeat !== undefined)
    places.push({ whose: 'The URL of the heartbeat', place: absolutePlace(heartbeat) });
  const variables = places.flatMap(({ whose, place }) => {
    if (place.startsWith('file:')) {
      if (absolutePlace(place) === place) return [];
      throw appFailure(
        'invalid-input',
        `${whose} is in a file with a relative path, and a service runs in another folder.`,
        'Give its absolute path in settings.json: "file:/…".',
      );
    }
    if (platform !== 'darwin') return [place.slice(place.indexOf(':') + 1)];
    throw appFailure(
      'invalid-input',
      `${whose} comes from a variable, and everybody can read the variables of launchd.`,
      'Use file:PATH, with a file that only you may read.',
    );
  });
  return [...new Set(variables)].sort();
}

function neededOf(channel: Channel): string[] {
  const { required } = CHANNEL_SECRETS[channel.type];
  const password = channel.type === 'email' && channel.user !== undefined ? ['password'] : [];
  // Whatever else the settings name has to be readable too.
  return [...new Set([...required, ...password, ...Object.keys(channel.secrets ?? {})])];
}

function placeOf(channel: Channel, name: string): { whose: string; place: string } {
  const whose = `"${name}" of the channel ${channel.name}`;
  const place = channel.secrets?.[name];
  if (place !== undefined) return { whose, place };
  throw appFailure(
    'not-configured',
    `${whose} is where no service can read it: only the app can use the keyring.`,
    `Say in settings.json where it is: "secrets": {"${name}": "env:NAME"} or "file:PATH".`,
  );
}

function absolutePlace(place: string): string {
  const path = place.trim();
  return path.startsWith('file:') ? `file:${resolve(path.slice('file:'.length).trim())}` : path;
}

/** Where the service finds variables that must not lie in its definition. */
export function variablesAt({ system }: WatcherFlags, platform: NodeJS.Platform): string {
  const { stateDirectory, environmentFile } = WATCHER_SERVICE;
  if (platform !== 'linux')
    return system === true ? 'the variables of the machine' : 'the variables of your user (setx)';
  const folder = system === true ? '/etc' : '~/.config';
  return `${folder}/${stateDirectory}/${environmentFile}`;
}
