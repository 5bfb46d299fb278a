/**
 * The service in its own process, on a clock that the parent drives: `node --expose-gc soaked-service.ts DATA_DIR
 * START_SECONDS`. No test code runs here, so any growth is the product's.
 */
import {
  type ServiceRequestName,
  REQUESTS,
  type RequestInput,
  type RequestOutput,
} from '../../../contract/requests.ts';
import { DAY_S, HOUR_S } from '../../../contract/time.ts';
import { fileLogger } from '../../../platform/log/file-logger.ts';
import { LocalService } from '../../../worker/local.ts';
import { DrivenClock } from './driven-clock.ts';
import { gauge, quiescent, watchListeners } from './gauges.ts';
import type { FromSoaked, Step, StepReport, ToSoaked } from './messages.ts';

const [dataDir = '', start = ''] = process.argv.slice(2);

watchListeners();
const clock = new DrivenClock(Number(start));
const service = new LocalService({
  dataDir,
  version: '0.0.0',
  clock,
  logger: fileLogger(dataDir, 'service', () => undefined),
  insideApp: true,
});
// As the shell does once it has shown them.
service.on('alertNotices', ({ notices }) => {
  service.acknowledgeNotices(notices.map(({ id }) => id));
});

async function ask<K extends ServiceRequestName>(
  name: K,
  input: RequestInput<K>,
): Promise<RequestOutput<K>> {
  const parsed = REQUESTS[name].input.parse(input) as never;
  const result = await clock.runUntilDone(service.request(name, parsed), quiescent);
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
  return result.value;
}

/** The requests of the screens, in sequence. */
async function look(now: number): Promise<void> {
  const { hosts } = await ask('fleetOverview', {});
  const range = { from: now - DAY_S, to: now };
  await ask('fleetSeries', range);
  await ask('heatMap', range);
  await ask('events', range);
  await ask('capacity', {});
  const host = hosts[Math.floor(now / HOUR_S) % Math.max(1, hosts.length)];
  if (host === undefined) return;
  const { sourceId, hostname } = host;
  await ask('hostSeries', { sourceId, hostname, ...range });
  await ask('hostStatistics', { sourceId, hostname, ...range });
  await ask('minuteProcesses', { sourceId, hostname, at: now - 120 });
}

async function act(step: Step): Promise<void> {
  const host = { sourceId: 'default', hostname: 'steady-1' };
  switch (step.act) {
    case 'collect':
    case 'stop-collecting':
      await ask('setCollecting', { enabled: step.act === 'collect' });
      return;
    case 'change-source': {
      const { sources } = await ask('getSettings', {});
      await ask('updateSettings', {
        patch: {
          sources: sources.map((source) => ({ ...source, name: `AWS ${String(step.to)}` })),
        },
      });
      return;
    }
    case 'remove':
      await ask('removeHost', host);
      return;
    case 'restore':
      await ask('restoreHost', host);
      return;
    case 'doctor':
      await ask('doctor', {});
      return;
    case 'nothing':
  }
}

async function run(step: Step): Promise<StepReport> {
  await clock.runTo(step.to, quiescent);
  await ask('syncNow', { reason: 'poll' });
  await quiescent();
  await act(step);
  if (step.look) await look(step.to);
  await quiescent();
  const overview = await ask('fleetOverview', {});
  const { pending } = await ask('collectorState', {});
  return {
    hosts: overview.hosts.length,
    sourceError: overview.sources[0]?.error?.code ?? null,
    sleepers: clock.sleepers,
    pending,
    gauge: step.measure ? await gauge() : null,
  };
}

/** Minutes of a host that hold a sample. */
async function minutes(hostname: string, from: number, to: number): Promise<number> {
  const series = await ask('hostSeries', {
    sourceId: 'default',
    hostname,
    from,
    to,
    resolution: 'minute',
  });
  return series.metrics.cpu?.mean.filter((value) => !Number.isNaN(value)).length ?? 0;
}

async function answer(message: ToSoaked): Promise<FromSoaked | null> {
  if (message.kind === 'step') return { kind: 'report', report: await run(message.step) };
  if (message.kind === 'minutes') {
    const { hostname, from, to } = message;
    return { kind: 'minutes', count: await minutes(hostname, from, to) };
  }
  await service.close();
  process.disconnect();
  return null;
}

process.on('message', (message: ToSoaked) => {
  answer(message).then(
    (reply) => reply !== null && process.send?.(reply),
    (error: unknown) => {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ kind: 'failed', message: detail } satisfies FromSoaked);
    },
  );
});
service.start();
await quiescent();
process.send?.({ kind: 'ready' } satisfies FromSoaked);
