import { Command, Option } from 'commander';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { Sample } from '../../contract/sample.ts';
import { TABLE_FORMATS, type Settings, type TableFormat } from '../../contract/settings.ts';
import { dataDir } from '../../platform/data-dir.ts';
import { stderrLogger } from '../../platform/log.ts';
import type { LocalService } from '../../service/local-service.ts';
import { withSourceFlags, type SourceFlags } from '../options.ts';
import { withService } from '../session.ts';
import { applyDaemonConfig, loadDaemonConfig, type ConfigFlags } from './collect-config.ts';
import { fileLogger } from '../../platform/file-logger.ts';
import { printCollectorStatus } from './collect-status.ts';
import { manageService, managesService, type ServiceFlags } from './collect-service.ts';

interface CollectFlags extends SourceFlags, ServiceFlags, ConfigFlags {
  once?: boolean;
  createTables?: boolean;
  hostname?: string;
  tableFormat?: TableFormat;
  processNames: boolean;
  status?: boolean;
}

export function collectCommand(version: string): Command {
  return withSourceFlags(new Command('collect'))
    .description('Collect this machine: a sample every minute, stored here and uploaded.')
    .option('--once', 'take one sample now, upload it and end')
    .option('--create-tables', 'create missing tables, with TTL turned on')
    .option('--hostname <name>', 'report under this name instead of the system\u2019s')
    .addOption(
      new Option('--table-format <format>', 'layout to write')
        .choices(TABLE_FORMATS)
        .default(undefined, 'v2'),
    )
    .option('--no-process-names', 'leave out which processes used most')
    .option('--daemon-config <path>', 'take what is not set otherwise from a daemon.yaml')
    .option('--no-daemon-config', 'do not read /etc/py-perf/daemon.yaml')
    .option('--install-service', 'collect from now on as a service of this system')
    .option('--uninstall-service', 'stop and remove that service')
    .option('--service-status', 'say whether that service is installed and runs')
    .option('--system', 'the service of the whole system (needs root), not of this user')
    .option('--status', 'say what the collector of this machine did last')
    .action(async (flags: CollectFlags) => {
      if (flags.status === true) {
        printCollectorStatus();
        return;
      }
      if (managesService(flags)) {
        await manageService(flags, serviceArguments(flags));
        return;
      }
      const daemonConfig = loadDaemonConfig(flags);
      const override = (settings: Settings): Settings => ({
        ...applyDaemonConfig(settings, daemonConfig),
        collector: {
          ...settings.collector,
          enabled: true,
          createTables: flags.createTables === true || settings.collector.createTables,
          ...(flags.hostname === undefined ? {} : { hostname: flags.hostname }),
          ...(flags.tableFormat === undefined ? {} : { tableFormat: flags.tableFormat }),
          ...(flags.processNames ? {} : { processNames: false }),
        },
      });
      const logger = flags.once === true ? stderrLogger() : fileLogger(dataDir(), 'collector');
      await withService({ version, flags, override, logger }, async (service) => {
        if (flags.createTables === true && !service.collector.state().uploads) throw notConnected();
        await (flags.once === true ? collectOnce(service) : collectUntilStopped(service));
      });
    });
}

/** The flags that a service is to be started with: those that say how and where to, in the words of the command line. */
function serviceArguments(flags: CollectFlags): string[] {
  const { region, profile, endpoint, hostname, daemonConfig, createTables, tableFormat } = flags;
  const valued = Object.entries({
    '--region': region,
    '--profile': profile,
    '--endpoint': endpoint,
    '--hostname': hostname,
    '--table-format': tableFormat,
    '--daemon-config': daemonConfig,
  });
  return [
    ...valued.flatMap(([flag, value]) => (typeof value === 'string' ? [flag, value] : [])),
    ...(createTables === true ? ['--create-tables'] : []),
    ...(flags.processNames ? [] : ['--no-process-names']),
    ...(daemonConfig === false ? ['--no-daemon-config'] : []),
  ];
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
