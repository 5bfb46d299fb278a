import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { CliStart } from '../../contract/cli.ts';
import { withoutSchema, type Without } from '../../contract/collector-without.ts';
import {
  TABLE_FORMATS,
  settingsSchema,
  type Settings,
  type TableFormat,
} from '../../contract/settings.ts';
import { SCOPES, type Measuring, type Scope } from '../../collector/probes/system.ts';
import { metricsFolderOf } from '../../collector/probes/custom/metrics-folder.ts';
import { applyDaemonConfig } from '../../collector/daemon/daemon-settings.ts';
import { COLLECTOR_SERVICE } from '../../collector/os-service/services.ts';
import { dataDir } from '../../platform/fs/data-dir.ts';
import { loadSettings } from '../../platform/fs/settings-file.ts';
import { useNetworkSettings } from '../../platform/net/settings.ts';
import {
  applySourceFlags,
  checkedBy,
  wholeNumber,
  withSourceFlags,
  type SourceFlags,
} from '../options.ts';
import { enterMissingCodes } from '../mfa-prompt.ts';
import { refuseStoredKeys } from '../stored-keys.ts';
import { loadDaemonConfig, type ConfigFlags } from './collect-config.ts';
import type { PrintFlags } from './collect-print.ts';
import { checkedHostRoot, checkedScope, hostnameBelow } from './collect-machine.ts';
import { runCollector } from './collect-run.ts';
import {
  managesService,
  valuedArguments,
  withServiceFlags,
  type ServiceFlags,
} from './service-flags.ts';

interface CollectFlags extends SourceFlags, ServiceFlags, ConfigFlags {
  once?: boolean;
  createTables?: boolean;
  hostname?: string;
  tableFormat?: TableFormat;
  processNames: boolean;
  status?: boolean;
  hostRoot?: string;
  metricsDir?: string;
  scope?: Scope;
  without?: Without[];
  print?: boolean;
  explain?: boolean;
  /** Seconds. */
  interval?: PrintFlags['intervalS'];
  /** Set in service definitions, so that other programs see that a service collects. */
  service?: boolean;
}

function addWithout(text: string, before: readonly Without[] = []): Without[] {
  return [...before, checkedBy(withoutSchema)(text)];
}

/** The command `collect`. Other tasks are loaded on demand, because a collector runs for months. */
export function collectCommand(version: string, start: CliStart): Command {
  return withServiceFlags(withSourceFlags(new Command('collect')), 'collect', ['status'])
    .description('Collect this machine: a sample every minute, stored here and uploaded.')
    .addOption(new Option('--once', 'take one sample now, upload it and end').conflicts(ALONE))
    .option('--create-tables', 'create missing tables, with TTL turned on')
    .option(
      '--hostname <name>',
      'report under this name instead of the system\u2019s',
      checkedBy(settingsSchema.shape.collector.unwrap().shape.hostname),
    )
    .addOption(
      new Option('--table-format <format>', 'layout to write')
        .choices(TABLE_FORMATS)
        .default(undefined, 'v2'),
    )
    .addOption(
      new Option(
        '--without <what...>',
        'leave out the GPU, failed services, disk health or containers (gpu, services, smart, containers), or an interface from the traffic (interface:NAME)',
      ).argParser(addWithout),
    )
    .option('--no-process-names', 'leave out the names of the busiest processes')
    .option('--daemon-config <path>', 'use a daemon.yaml for what is not set otherwise')
    .option(
      '--no-daemon-config',
      'do not read the configuration of a Python daemon on this machine',
    )
    .addOption(new Option('--service', 'started by the service manager').hideHelp())
    .addOption(
      new Option(
        '--print',
        'print one sample as JSON to standard output; nothing is stored or sent',
      ).conflicts([...ALONE, 'once', 'createTables']),
    )
    .option('--explain', 'with --print: what is left out, and why')
    .option(
      '--interval <seconds>',
      'with --print: seconds between the two readings that CPU and rates need (default: 1)',
      wholeNumber(LONGEST_INTERVAL_S),
    )
    .option(
      '--host-root <folder>',
      'collect the machine whose file system is mounted there (Linux, in a container)',
    )
    .option(
      '--metrics-dir <folder>',
      'read custom metrics from the NAME.prom files there (default: "metrics" in the data directory)',
    )
    .addOption(
      new Option(
        '--scope <scope>',
        'measure CPU, memory and pressure of the whole machine, or of the control group (container) that this runs in',
      )
        .choices(SCOPES)
        .default(undefined, 'host'),
    )
    .option('--status', 'print what the collector of this machine did last')
    .addHelpText('after', HELP)
    .action(async (flags: CollectFlags, command: Command) => {
      if (flags.print !== true && (flags.explain === true || flags.interval !== undefined))
        command.error('error: --explain and --interval belong to --print');
      if (flags.status === true) {
        const { printCollectorStatus } = await import('./collect-status.ts');
        printCollectorStatus();
        return;
      }
      const hostRoot = flags.hostRoot === undefined ? '/' : checkedHostRoot(flags.hostRoot);
      const metricsFolder = resolve(flags.metricsDir ?? metricsFolderOf(dataDir()));
      const measuring: Measuring = { hostRoot, scope: checkedScope(flags.scope), metricsFolder };
      if (managesService(flags)) {
        // The system-wide service has its own settings.
        if (flags.installService && flags.profile === undefined && flags.system !== true)
          refuseStoredKeys(loadSettings(dataDir()));
        const { manageService } = await import('./os-service.ts');
        await manageService(
          COLLECTOR_SERVICE,
          flags,
          serviceArguments({ ...flags, ...(hostRoot === '/' ? {} : { hostRoot }) }),
          start,
        );
        return;
      }
      if (flags.print === true) {
        const settings = loadSettings(dataDir());
        const collector = {
          ...settings.collector,
          ...reportedAs(flags.hostname ?? settings.collector.hostname, hostRoot),
          ...(flags.processNames ? {} : { processNames: false }),
          ...(flags.without === undefined ? {} : { without: flags.without }),
        };
        const { printSample } = await import('./collect-print.ts');
        await printSample(
          { ...settings, collector },
          { explain: flags.explain === true, intervalS: flags.interval ?? 1, measuring, version },
        );
        return;
      }
      const daemonConfig = await loadDaemonConfig(flags);
      const override = (settings: Settings): Settings => ({
        ...applyDaemonConfig(settings, daemonConfig),
        collector: {
          ...settings.collector,
          enabled: true,
          createTables: flags.createTables === true || settings.collector.createTables,
          ...reportedAs(flags.hostname ?? settings.collector.hostname, hostRoot),
          ...(flags.tableFormat === undefined ? {} : { tableFormat: flags.tableFormat }),
          ...(flags.processNames ? {} : { processNames: false }),
          ...(flags.without === undefined ? {} : { without: flags.without }),
        },
      });
      const adjust = (settings: Settings): Settings => override(applySourceFlags(settings, flags));
      useNetworkSettings(loadSettings(dataDir()).network);
      await enterMissingCodes(() => adjust(loadSettings(dataDir())));
      await runCollector({
        version,
        mode: flags.service === true ? 'service' : 'foreground',
        override: adjust,
        measuring,
        once: flags.once === true,
        createTables: flags.createTables === true,
      });
    });
}

/** Seconds. The upper bound of `--interval`. */
const LONGEST_INTERVAL_S = 3600;

/** The hostname that was set, or else that of the machine below `--host-root`. */
function reportedAs(hostname: string | undefined, hostRoot: string): { hostname?: string } {
  const name = hostname ?? (hostRoot === '/' ? undefined : hostnameBelow(hostRoot));
  return name === undefined ? {} : { hostname: name };
}

/** Tasks other than collecting. */
const ALONE = ['installService', 'uninstallService', 'serviceStatus', 'status'];

const HELP = `
Without --once it runs until Ctrl-C. One collector runs per machine: a second one names the first and exits with 1.
The app's settings hold where a flag does not say otherwise.`;

/** The flags that a service is started with, as command line arguments. */
function serviceArguments(flags: CollectFlags): string[] {
  const {
    region,
    profile,
    endpoint,
    hostname,
    hostRoot,
    metricsDir,
    scope,
    daemonConfig,
    createTables,
    tableFormat,
  } = flags;
  const valued = valuedArguments({
    '--region': region,
    '--profile': profile,
    '--endpoint': endpoint,
    '--hostname': hostname,
    '--host-root': hostRoot,
    '--metrics-dir': metricsDir === undefined ? undefined : resolve(metricsDir),
    '--scope': scope,
    '--table-format': tableFormat,
    '--daemon-config': typeof daemonConfig === 'string' ? resolve(daemonConfig) : daemonConfig,
  });
  return [
    ...valued,
    '--service',
    ...(createTables === true ? ['--create-tables'] : []),
    ...(flags.plainHttp === true ? ['--plain-http'] : []),
    ...(flags.processNames ? [] : ['--no-process-names']),
    ...(flags.without ?? []).map((what) => `--without=${what}`),
    ...(daemonConfig === false ? ['--no-daemon-config'] : []),
  ];
}
