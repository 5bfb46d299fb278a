import { Option, type Command } from 'commander';

/** Flags about the service of the system that runs a command. */
export interface ServiceFlags {
  installService?: boolean;
  uninstallService?: boolean;
  serviceStatus?: boolean;
  system?: boolean;
}

/** Adds those flags. `does` is what the service does from now on; `others` are flags that do not go with any of them. */
export function withServiceFlags(
  command: Command,
  does: string,
  others: readonly string[] = [],
): Command {
  return command
    .addOption(
      new Option(
        '--install-service',
        `${does} from now on as a service of this system, with the other flags given`,
      ).conflicts(['uninstallService', 'serviceStatus', ...others]),
    )
    .addOption(
      new Option('--uninstall-service', 'stop and remove that service').conflicts([
        'serviceStatus',
        ...others,
      ]),
    )
    .addOption(
      new Option('--service-status', 'say whether that service is installed and runs').conflicts([
        ...others,
      ]),
    )
    .option(
      '--system',
      'with these three: the service of the whole machine (needs root or administrator), not of this user',
    );
}

/** Whether the flags ask for the service to be managed, instead of for what it does. */
export function managesService(flags: ServiceFlags): boolean {
  return [flags.installService, flags.uninstallService, flags.serviceStatus].includes(true);
}

/**
 * Flags with their values, for the command of a service; those without a value are left out. Each keeps its value in
 * one argument: on Windows, Electron refuses to start with anything after an argument that is a URL.
 */
export function valuedArguments(flags: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(flags).flatMap(([flag, value]) =>
    typeof value === 'string' ? [`${flag}=${value}`] : [],
  );
}
