import { Command } from 'commander';
import { channelSecretSchema, isSecretRef } from '../../contract/channels.ts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { MINUTE_S } from '../../contract/time.ts';
import type { Settings } from '../../contract/settings.ts';
import { systemClock } from '../../platform/clock.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { loadSettings } from '../../platform/fs/settings-file.ts';
import { fileLogger } from '../../platform/log/file-logger.ts';
import type { Logger } from '../../platform/log/log.ts';
import { sendRequest } from '../../platform/net/send-request.ts';
import { secretAt } from '../../platform/secret-place.ts';
import type { Service } from '../../worker/service.ts';
import { withSourceFlags, type SourceFlags } from '../options.ts';
import { ask, withService } from '../session.ts';

interface WatchFlags extends SourceFlags {
  test?: string;
  heartbeat?: string;
  privateHeartbeat?: boolean;
}

/** The command `watch`. */
export function watchCommand(version: string): Command {
  return withSourceFlags(new Command('watch'))
    .description(
      'Watch the fleet and tell alerts to the channels of the settings, without a window.',
    )
    .option('--test <channel>', 'send a test to the channel of that name or id, and end')
    .option(
      '--heartbeat <place>',
      'while all is well, call the URL at env:NAME or file:PATH every minute',
    )
    .option('--private-heartbeat', 'allow that URL to lie in the own network, also by http://')
    .addHelpText('after', HELP)
    .action(async (flags: WatchFlags, command: Command) => {
      if (flags.heartbeat !== undefined && !isSecretRef(flags.heartbeat))
        command.error('error: --heartbeat takes env:NAME or file:PATH: others see a command line');
      // Before anything is opened: a place that holds nothing is wrong from the start.
      const heartbeat = heartbeatOf(flags);
      const { channels } = loadSettings(dataDir());
      if (channels.length === 0 && heartbeat === null)
        throw appFailure(
          'not-configured',
          'There is nobody to tell: no channel is set up.',
          'Add "channels" to settings.json of the data directory (docs/alerts.md), or give --heartbeat.',
        );
      const logger = fileLogger(dataDir(), 'watch');
      await withService({ version, flags, override: watching, logger }, async (service) => {
        if (flags.test === undefined) await watch(service, heartbeat, logger);
        else await test(service, flags.test);
      });
    });
}

const HELP = `
It runs until SIGTERM or Ctrl-C. Rules, labels, maintenance and channels come from settings.json of the data directory;
secrets from where it says: "secrets": {"url": "env:NAME"} or "file:PATH". Of several watchers and apps, one tells.`;

/** It watches, and leaves collecting to the collector. */
function watching(settings: Settings): Settings {
  return { ...settings, collector: { ...settings.collector, enabled: false } };
}

async function test(service: Service, wanted: string): Promise<void> {
  const { channels } = await ask(service, 'getSettings', {});
  const channel = channels.find(({ id, name }) => id === wanted || name === wanted);
  if (channel === undefined)
    throw appFailure(
      'not-found',
      'There is no channel of that name or id.',
      `These are: ${channels.map(({ name }) => name).join(', ')}.`,
    );
  await ask(service, 'testChannel', { channel });
  process.stdout.write(`Sent to ${channel.name}. Check that it arrived.\n`);
}

interface Heartbeat {
  url: string;
  allowPrivate: boolean;
}

function heartbeatOf({ heartbeat, privateHeartbeat }: WatchFlags): Heartbeat | null {
  if (heartbeat === undefined || !isSecretRef(heartbeat)) return null;
  const url = channelSecretSchema.parse(secretAt('The URL of the heartbeat', heartbeat));
  return { url, allowPrivate: privateHeartbeat === true };
}

/** Milliseconds for one call of the heartbeat. */
const HEARTBEAT_TIMEOUT_MS = 10_000;

async function watch(service: Service, heartbeat: Heartbeat | null, logger: Logger): Promise<void> {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      end.abort();
    });
  // Whoever starts it and logs out wants it to go on.
  process.on('SIGHUP', () => {
    logger.info('the terminal is gone; watching continues until SIGTERM', { pid: process.pid });
  });
  service.start();
  const { channels } = await ask(service, 'getSettings', {});
  process.stderr.write(
    `Watching, with ${String(channels.length)} ${channels.length === 1 ? 'channel' : 'channels'}. Ctrl-C ends it.\n`,
  );
  while (!end.signal.aborted) {
    await systemClock.sleep(MINUTE_S * 1000, end.signal).catch(() => undefined);
    if (end.signal.aborted || heartbeat === null || !(await isWell(service))) continue;
    await beat(heartbeat, end.signal, logger);
  }
}

/** Whether every source that is connected, and one at least, was read within its last three turns. */
async function isWell(service: Service): Promise<boolean> {
  const { sources, sync } = await ask(service, 'fleetOverview', {});
  const connected = sources.filter(({ status }) => status !== 'unconfigured');
  const oldest = Date.now() / 1000 - 3 * sync.intervalSeconds - MINUTE_S;
  return (
    connected.length > 0 &&
    connected.every(
      ({ status, lastSyncedAt }) => status === 'fresh' && (lastSyncedAt ?? 0) >= oldest,
    )
  );
}

async function beat(
  { url, allowPrivate }: Heartbeat,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  try {
    const limits = { allowPrivate, timeoutMs: HEARTBEAT_TIMEOUT_MS, signal };
    const { status } = await sendRequest({ url, method: 'GET', headers: {}, body: '' }, limits);
    if (status >= 300) logger.warn('the heartbeat was not taken', { status });
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    if (!signal.aborted) logger.warn('the heartbeat failed', { reason: error.error.message });
  }
}
