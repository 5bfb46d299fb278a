import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { CliStart } from '../../contract/cli.ts';
import { channelSecretSchema, isSecretRef } from '../../contract/channels.ts';
import { appFailure } from '../../contract/errors.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { Settings } from '../../contract/settings.ts';
import { safeText } from '../../contract/safe-text.ts';
import { WATCHER_SERVICE } from '../../collector/os-service/services.ts';
import { nowSeconds, systemClock } from '../../platform/clock.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { loadSettings } from '../../platform/fs/settings-file.ts';
import { fileLogger } from '../../platform/log/file-logger.ts';
import type { Logger } from '../../platform/log/log.ts';
import { secretAt } from '../../platform/secret-place.ts';
import type { Service } from '../../worker/service.ts';
import { beat, isWell, type Heartbeat } from '../heartbeat.ts';
import { applySourceFlags, withSourceFlags } from '../options.ts';
import { ask, withService } from '../session.ts';
import { managesService, withServiceFlags, type ServiceFlags } from './service-flags.ts';
import { printWatchStatus, watchOnce } from './watch-once.ts';
import {
  checkedForService,
  variablesAt,
  watcherArguments,
  watcherDirectory,
  type WatcherFlags,
} from './watch-service.ts';
import { say, tell } from '../print.ts';

interface WatchFlags extends WatcherFlags, ServiceFlags {
  test?: string;
  once?: boolean;
  status?: boolean;
  json?: boolean;
  dataDir?: string;
}

/** The command `watch`. */
export function watchCommand(version: string, start: CliStart): Command {
  return withServiceFlags(withSourceFlags(new Command('watch')), 'watch', ALONE)
    .description(
      'Watch the fleet and send alerts to the channels in the settings, without a window.',
    )
    .addOption(
      new Option(
        '--test <channel>',
        'send a test to the channel with this name or id, and exit',
      ).conflicts(['once', 'status']),
    )
    .addOption(
      new Option('--once', 'read all sources once, send what is due, and exit').conflicts('status'),
    )
    .option(
      '--status',
      'print who sends alerts, when sources were read, and what is waiting for channels',
    )
    .option('--json', 'with --status: print JSON')
    .option(
      '--heartbeat <place>',
      'while all is well, call the URL at env:NAME or file:PATH every minute',
    )
    .option('--data-dir <folder>', 'the data directory, instead of PY_PERF_DATA_DIR')
    .option('--private-heartbeat', 'allow that URL to be in a private network, also over http://')
    .addHelpText('after', HELP)
    .action(async (flags: WatchFlags, command: Command) => {
      if (flags.heartbeat !== undefined && !isSecretRef(flags.heartbeat))
        command.error('error: --heartbeat takes env:NAME or file:PATH: others see a command line');
      if (flags.dataDir === '') command.error('error: --data-dir must not be empty');
      // Read later in this process, also when the service is started.
      if (flags.dataDir !== undefined) process.env['PY_PERF_DATA_DIR'] = resolve(flags.dataDir);
      if (managesService(flags)) {
        await manageWatcher(flags, start);
        return;
      }
      if (flags.json === true && flags.status !== true)
        command.error('error: --json belongs to --status');
      if (flags.status === true) {
        await withService({ version, flags, override: watching }, (service) =>
          printWatchStatus(service, flags.json === true),
        );
        return;
      }
      // Checked before anything is opened.
      const heartbeat = heartbeatOf(flags);
      requireReceiver(dataDir(), loadSettings(dataDir()), flags);
      const logger = fileLogger(dataDir(), 'watch');
      const session = { version, flags, override: watching, logger, followSettings: true };
      await withService(session, async (service) => {
        if (flags.test !== undefined) await test(service, flags.test);
        else if (flags.once !== true) await watch(service, heartbeat, logger);
        else if ((await watchOnce(service)) && heartbeat !== null)
          await beat(heartbeat, new AbortController().signal, logger);
      });
    });
}

/** Tasks other than watching. */
const ALONE = ['test', 'once', 'status'];

const HELP = `
It runs until SIGTERM or Ctrl-C. Rules, labels, maintenance and channels come from settings.json of the data directory;
secrets from where it says: "secrets": {"url": "env:NAME"} or "file:PATH". Of several watchers and apps, one sends.
--once is for a scheduler: call it every minute or two. It exits with 1 where a channel or the lease fails, else with 3
where a source does. What begins is sent a minute or more later, by a later call.
In JSON, --status prints { sources: [{ id, name, status, lastSyncedAt, error, holder: { owner, until } }],
channels: [{ id, name, enabled, waiting, lastSentAt, error }] }; times are Unix seconds, what is unknown is null.`;

/** Throws `AppFailure` (`not-configured`) if watching would reach nobody. */
function requireReceiver(directory: string, { channels }: Settings, flags: WatchFlags): void {
  if (channels.length > 0 || flags.heartbeat !== undefined) return;
  throw appFailure(
    'not-configured',
    'There is nobody to notify: no channel is set up.',
    `Add "channels" to settings.json in ${safeText(directory, 300)} (docs/alerts.md), or give --heartbeat.`,
  );
}

async function manageWatcher(flags: WatchFlags, start: CliStart): Promise<void> {
  const { manageService } = await import('./os-service.ts');
  if (flags.installService !== true) {
    await manageService(WATCHER_SERVICE, flags, [], start);
    return;
  }
  const ground = { platform: process.platform, env: process.env };
  const directory = watcherDirectory(flags, ground);
  const settings = applySourceFlags(loadSettings(directory), flags);
  requireReceiver(directory, settings, flags);
  const variables = checkedForService(settings, flags.heartbeat, ground);
  if (variables.length > 0)
    tell(
      `The service takes ${variables.join(', ')} from ${variablesAt(flags, process.platform)}.\n`,
    );
  await manageService(WATCHER_SERVICE, flags, watcherArguments(flags, directory, ground), start);
}

/** It only watches; the collector collects. */
function watching(settings: Settings): Settings {
  return { ...settings, collector: { ...settings.collector, enabled: false } };
}

async function test(service: Service, wanted: string): Promise<void> {
  const { channels } = await ask(service, 'getSettings', {});
  const channel = channels.find(({ id, name }) => id === wanted || name === wanted);
  if (channel === undefined)
    throw appFailure(
      'not-found',
      'No channel has that name or id.',
      `Channels: ${channels.map(({ name }) => name).join(', ')}.`,
    );
  await ask(service, 'testChannel', { channel });
  say(`Sent to ${channel.name}. Check that it arrived.\n`);
}

function heartbeatOf({ heartbeat, privateHeartbeat }: WatchFlags): Heartbeat | null {
  if (heartbeat === undefined || !isSecretRef(heartbeat)) return null;
  const url = channelSecretSchema.parse(secretAt('The URL of the heartbeat', heartbeat));
  return { url, allowPrivate: privateHeartbeat === true };
}

async function watch(service: Service, heartbeat: Heartbeat | null, logger: Logger): Promise<void> {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      end.abort();
    });
  // It continues after a logout.
  process.on('SIGHUP', () => {
    logger.info('the terminal is gone; watching continues until SIGTERM', { pid: process.pid });
  });
  service.start();
  const { channels } = await ask(service, 'getSettings', {});
  tell(
    `Watching, with ${String(channels.length)} ${channels.length === 1 ? 'channel' : 'channels'}. Ctrl-C ends it.\n`,
  );
  while (!end.signal.aborted) {
    await systemClock.sleep(MINUTE_S * 1000, end.signal).catch(() => undefined);
    if (end.signal.aborted || heartbeat === null) continue;
    const overview = await ask(service, 'fleetOverview', {});
    if (isWell(overview, nowSeconds(systemClock))) await beat(heartbeat, end.signal, logger);
  }
}
