import type { Measuring } from '../../collector/probes/system.ts';
import { scopeSentence, shownScope } from '../../collector/scope.ts';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { isSharedName } from '../../contract/hostname.ts';
import type { Sample } from '../../contract/sample.ts';
import { systemClock } from '../../platform/clock.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { fileLogger } from '../../platform/log/file-logger.ts';
import { stderrLogger, type Logger } from '../../platform/log/log.ts';
import {
  HeadlessCollector,
  type HeadlessCollectorOptions,
} from '../../worker/headless-collector.ts';
import { outsideApp } from '../../worker/source-keys.ts';
import { printError } from '../exit.ts';
import { giveBackStart } from '../small-heap.ts';
import { say, tell } from '../print.ts';

/** One run of `collect`, flags parsed. */
export interface CollectRun extends Pick<
  HeadlessCollectorOptions,
  'version' | 'mode' | 'override' | 'measuring'
> {
  /** One sample now instead of one every minute. */
  once: boolean;
  /** Whether to create tables. Needs AWS. */
  createTables: boolean;
}

/** Collects until done or until the process is asked to end. Throws `AppFailure`. */
export async function runCollector({ once, createTables, ...options }: CollectRun): Promise<void> {
  const logger = once ? stderrLogger() : fileLogger(dataDir(), 'collector');
  const service = new HeadlessCollector({
    ...options,
    dataDir: dataDir(),
    clock: systemClock,
    logger,
  });
  try {
    if (createTables && !service.collector.state().uploads) throw notConnected();
    await (once ? collectOnce(service) : collectUntilStopped(service, options.measuring, logger));
  } finally {
    await service.close();
  }
}

async function collectOnce({ collector }: HeadlessCollector): Promise<void> {
  const sample = await sampleAndSend(collector);
  if (isSharedName(sample.hostname)) tell(`${sharedNameWarning(sample.hostname)}\n`);
  if (!collector.state().uploads) {
    say(`${describe(sample)}; kept on this machine (no AWS configured).\n`);
    return;
  }
  try {
    const { uploaded } = await collector.flush();
    say(`${describe(sample)}; ${String(uploaded)} uploaded.\n`);
  } catch (error) {
    // If only the registry failed, the samples have arrived.
    const what =
      collector.state().pending === 0
        ? 'uploaded, but the registry was not updated'
        : 'not uploaded, but kept on this machine until the next upload';
    say(`${describe(sample)}; ${what}.\n`);
    throw error;
  }
}

/** A sample that the disk refuses is still uploaded before the failure is reported. */
async function sampleAndSend(collector: HeadlessCollector['collector']): Promise<Sample> {
  try {
    return await collector.sampleOnce();
  } catch (error) {
    if (collector.state().pending > 0) await collector.flush().catch(() => undefined);
    throw error;
  }
}

/** Runs until the process is asked to end; everything sampled is in the outbox by then. */
async function collectUntilStopped(
  { collector }: HeadlessCollector,
  measuring: Measuring | undefined,
  logger: Logger,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', ...HANG_UP_ENDS] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  // It continues after a logout, as with "nohup", which Node ignores.
  if (HANG_UP_ENDS.length === 0)
    process.on('SIGHUP', () => {
      logger.info('the terminal is gone; collecting continues until SIGTERM', { pid: process.pid });
    });
  await collector.run();
  giveBackStart();
  const { hostname, uploads, running, error } = collector.state();
  if (!running && error !== null) throw new AppFailure(error);
  tell(
    `Collecting ${hostname} every minute${uploads ? '' : ', on this machine only (no AWS configured)'}. Ctrl-C ends it.\n`,
  );
  const scope = scopeSentence(await shownScope(measuring ?? {}));
  if (scope !== null) tell(`${scope}\n`);
  const { source } = collector;
  // It keeps running: samples are stored here and wait for an upload.
  if (source?.credentials === 'stored') printError(outsideApp(source.name).error);
  await stopped;
}

function sharedNameWarning(hostname: string): string {
  return `Many machines are called ${hostname}: two of them would overwrite each other\u2019s samples. Give this one a unique name with --hostname.`;
}

/** Windows ends a process soon after its console is closed, whatever the process does. */
const HANG_UP_ENDS: readonly NodeJS.Signals[] = process.platform === 'win32' ? ['SIGHUP'] : [];

function describe({ hostname, cpuPercent, memoryPercent }: Sample): string {
  return `${hostname}: CPU ${cpuPercent.toFixed(1)} %, memory ${memoryPercent.toFixed(1)} %`;
}

function notConnected(): Error {
  return appFailure(
    'not-configured',
    'Creating tables needs AWS, and none is configured.',
    'Set AWS_PROFILE, AWS_REGION or AWS_ENDPOINT_URL_DYNAMODB, or give --region, --profile or --endpoint.',
  );
}
