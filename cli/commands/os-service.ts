import { homedir } from 'node:os';
import type { CliStart } from '../../contract/cli.ts';
import { installAndLook } from '../../collector/os-service/install.ts';
import { osService } from '../../collector/os-service/os-service.ts';
import {
  serviceEnvironment,
  type ServiceCommand,
  type ServiceScope,
} from '../../collector/os-service/service-manager.ts';
import { systemClock } from '../../platform/clock.ts';

/** Flags of `collect` about the service of the system. */
export interface ServiceFlags {
  installService?: boolean;
  uninstallService?: boolean;
  serviceStatus?: boolean;
  system?: boolean;
}

/**
 * Installs, removes or reports the collector as a service of this system, started as `start` says. Throws `AppFailure`.
 */
export async function manageService(
  flags: ServiceFlags,
  collectFlags: readonly string[],
  start: CliStart,
): Promise<void> {
  const scope: ServiceScope = flags.system === true ? 'system' : 'user';
  const service = osService({
    platform: process.platform,
    scope,
    home: homedir(),
    uid: process.getuid?.() ?? 0,
  });
  if (flags.installService === true) {
    const { definition } = await installAndLook({
      service,
      command: command(collectFlags, start),
      clock: systemClock,
      platform: process.platform,
      scope,
    });
    print(`Installed (${definition}); it runs.`);
  } else if (flags.uninstallService === true) {
    const removed = await service.uninstall();
    print(removed ? 'Removed.' : 'There was no service to remove.');
  } else {
    const { installed, running, definition } = await service.status();
    print(installed ? `${definition}: ${running ? 'running' : 'stopped'}` : 'Not installed.');
  }
}

function command(collectFlags: readonly string[], start: CliStart): ServiceCommand {
  return {
    program: start.program,
    args: [...start.args, 'collect', ...collectFlags],
    environment: { ...serviceEnvironment(process.env), ...start.environment },
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
