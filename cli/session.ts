import type { ServiceRequestName, ParsedInput, RequestOutput } from '../contract/requests.ts';
import { AppFailure, type AppError } from '../contract/errors.ts';
import type { FleetOverview, HostLookup } from '../contract/fleet.ts';
import type { HostRef, HostSummary } from '../contract/host.ts';
import { appFailure } from '../contract/errors.ts';
import { TABLE_ROLES } from '../contract/tables.ts';
import { safeText } from '../contract/safe-text.ts';
import { dataDir, dataDirWeakness } from '../platform/fs/data-dir.ts';
import { loadSettings } from '../platform/fs/settings-file.ts';
import { useNetworkSettings } from '../platform/net/settings.ts';
import type { Logger } from '../platform/log/log.ts';
import { LocalService } from '../worker/local.ts';
import type { Service } from '../worker/service.ts';
import { EXIT, printError } from './exit.ts';
import { enterMissingCodes } from './mfa-prompt.ts';
import { applySourceFlags, type SourceFlags } from './options.ts';
import type { Settings } from '../contract/settings.ts';
import { tell } from './print.ts';

/** What a command needs from the service. */
export interface SessionOptions {
  version: string;
  flags: SourceFlags;
  override?: (settings: Settings) => Settings;
  logger?: Logger;
  /** Whether later changes to the settings file take effect while it runs. */
  followSettings?: boolean;
}

/** Opens the service for one command and always closes it. */
export async function withService<T>(
  options: SessionOptions,
  work: (service: LocalService) => Promise<T>,
): Promise<T> {
  const {
    version,
    flags,
    override = (settings: Settings) => settings,
    logger,
    followSettings = false,
  } = options;
  const directory = dataDir();
  const adjust = (settings: Settings): Settings => override(applySourceFlags(settings, flags));
  useNetworkSettings(loadSettings(directory).network);
  await enterMissingCodes(() => adjust(loadSettings(directory)));
  const service = new LocalService({
    dataDir: directory,
    version,
    override: adjust,
    followSettings,
    ...(logger === undefined ? {} : { logger }),
  });
  const weakness = dataDirWeakness(directory);
  if (weakness !== null)
    tell(
      `warning: ${weakness}: ${safeText(directory, 300)}\n  hint: others can change the settings used here. Make it yours alone: chmod 700\n`,
    );
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}

/** Sends a request to the service; a failure is thrown. */
export async function ask<K extends ServiceRequestName>(
  service: Service,
  name: K,
  input: ParsedInput<K>,
): Promise<RequestOutput<K>> {
  const result = await service.request(name, input);
  if (!result.ok) throw new AppFailure(result.error);
  return result.value;
}

/**
 * Reports on stderr, and by the exit code, which sources did not sync, so that old data never passes for new.
 * `failures` are other errors, by source. A source that is not configured, or has no tables yet, is reported but is no
 * failure.
 */
export function warnAboutSources(
  { sources, hosts }: Pick<FleetOverview, 'sources' | 'hosts'>,
  failures: ReadonlyMap<string, AppError> = new Map(),
): void {
  for (const { id, name, status, error, tables } of sources) {
    const failure = (status === 'failing' ? error : null) ?? failures.get(id);
    if (failure !== undefined) {
      tell(`${name}: not synced, showing what is stored.\n`);
      printError(failure);
      process.exitCode = EXIT.notSynced;
    } else if (status === 'unconfigured') {
      const fromAws = hosts.some(({ sourceId, layout }) => sourceId === id && layout !== 'local');
      if (fromAws) tell(`${name}: not connected, showing what is stored.\n${CONNECT}`);
    } else if (TABLE_ROLES.every((role) => tables[role] === 'missing'))
      tell(`${name}: there are no tables to read.\n${CREATE}`);
  }
}

const CONNECT = 'hint:  Set AWS_PROFILE, or give --profile or --endpoint.\n';
const CREATE =
  'hint:  Check region and table names ("doctor" says which), or create the tables with "collect --once --create-tables".\n';

/** Reports a full disk on stderr. */
export function warnAboutDisk({ notices = [] }: Pick<FleetOverview, 'notices'>): void {
  for (const notice of notices) if (notice.code === 'disk-full') printError(notice);
}

/**
 * Looks up one host by name, in one source or all. If a source could not be searched, that error comes first: the host
 * may exist there. Throws `AppFailure`.
 */
export async function findHost(
  service: Service,
  hostname: string,
  source: string | undefined,
): Promise<{ found: HostLookup; host: HostRef }> {
  const found = await ask(service, 'lookUpHost', {
    hostname,
    ...(source === undefined ? {} : { sourceId: source }),
  });
  if (found.hosts.length === 0) warnAboutSources(found);
  const { sourceId } = onlyHost(found, hostname);
  return { found, host: { sourceId, hostname } };
}

/** The host with that name. If several sources have one, `--source` must choose. Throws `AppFailure`. */
function onlyHost({ hosts }: HostLookup, hostname: string): HostSummary {
  const [match, second] = hosts;
  if (match === undefined)
    throw appFailure(
      'not-found',
      `No host "${hostname}" is known.`,
      'See "status" for the known hosts.',
    );
  if (second !== undefined)
    throw appFailure(
      'invalid-input',
      `Several sources have a host "${hostname}": ${hosts.map(({ sourceId }) => sourceId).join(', ')}.`,
      'Say which with --source.',
    );
  return match;
}
