import { Command } from 'commander';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import type { Settings } from '../../contract/settings.ts';
import { stderrLogger } from '../../platform/log.ts';
import type { LocalService } from '../../service/local-service.ts';
import { withSourceFlags, type SourceFlags } from '../options.ts';
import { withService } from '../session.ts';

interface CollectFlags extends SourceFlags {
  once?: boolean;
  createTables?: boolean;
  hostname?: string;
}

export function collectCommand(version: string): Command {
  return withSourceFlags(new Command('collect'))
    .description('Collect this machine: a sample every minute, stored here and uploaded.')
    .option('--once', 'take one sample now, upload it and end')
    .option('--create-tables', 'create missing tables, with TTL turned on')
    .option('--hostname <name>', 'report under this name instead of the system\u2019s')
    .action(async (flags: CollectFlags) => {
      const override = (settings: Settings): Settings => ({
        ...settings,
        collector: {
          ...settings.collector,
          enabled: true,
          createTables: flags.createTables === true || settings.collector.createTables,
          ...(flags.hostname === undefined ? {} : { hostname: flags.hostname }),
        },
      });
      const logger = stderrLogger(flags.once === true ? 'warn' : 'info');
      await withService({ version, flags, override, logger }, async (service) => {
        if (flags.createTables === true && !service.collector.state().uploads) throw notConnected();
        await (flags.once === true ? collectOnce(service) : collectUntilStopped(service));
      });
    });
}

async function collectOnce(service: LocalService): Promise<void> {
  const sample = await service.collector.sampleOnce();
  if (!service.collector.state().uploads) {
    process.stdout.write(`${describe(sample)}; kept on this machine (no AWS configured).\n`);
    return;
  }
  const { uploaded } = await service.collector.flush();
  process.stdout.write(`${describe(sample)}; ${String(uploaded)} uploaded.\n`);
}

/** Runs until the process is asked to end; everything sampled is in the outbox by then. */
async function collectUntilStopped(service: LocalService): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  service.collector.run();
  const { hostname, uploads, running, error } = service.collector.state();
  if (!running && error !== null) throw new AppFailure(error);
  process.stderr.write(
    `Collecting ${hostname} every minute${uploads ? '' : ', on this machine only (no AWS configured)'}. Ctrl-C ends it.\n`,
  );
  await stopped;
}

function describe({ hostname, cpuPercent, memoryPercent }: Sample): string {
  return `${hostname}: CPU ${cpuPercent.toFixed(1)} %, memory ${memoryPercent.toFixed(1)} %`;
}

function notConnected(): Error {
  return appFailure(
    'not-configured',
    'There is no AWS to create tables in.',
    'Set AWS_PROFILE, AWS_REGION or AWS_ENDPOINT_URL_DYNAMODB, or give --region, --profile or --endpoint.',
  );
}
