import { Option, type Command } from 'commander';

/** Flags that manage the system service of a command. */
export interface ServiceFlags {
  installService?: boolean;
  uninstallService?: boolean;
  serviceStatus?: boolean;
  system?: boolean;
}

/** Adds those flags. `does` describes what the service does; `others` are flags that conflict with all of them. */
export function withServiceFlags(
  command: Command,
  does: string,
  others: readonly string[] = [],
): Command {
  return command
    .addOption(
      new Option(
        '--install-service',
        `${does} from now on as a system service, with the other flags given`,
      ).conflicts(['uninstallService', 'serviceStatus', ...others]),
    )
    .addOption(
      new Option('--uninstall-service', 'stop and remove that service').conflicts([
        'serviceStatus',
        ...others,
      ]),
    )
    .addOption(
      new Option(
        '--service-status',
        'print whether that service is installed and running',
      ).conflicts([...others]),
    )
    .option(
      '--system',
      'with these three: the service of the whole machine (needs root or administrator) instead of this user',
    );
}

/** Whether the flags manage the service rather than run the command. */
export function managesService(flags: ServiceFlags): boolean {
  return [flags.installService, flags.uninstallService, flags.serviceStatus].includes(true);
}

/**
 * Flags with their values, for the command line of a service; flags without a value are left out. Flag and value are
 * one argument: on Windows, Electron refuses to start with anything after an argument that is a URL.
 */
export function valuedArguments(flags: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(flags).flatMap(([flag, value]) =>
    typeof value === 'string' ? [`${flag}=${value}`] : [],
  );
}
