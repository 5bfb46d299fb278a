import { homedir } from 'node:os';
import type { CliStart } from '../../contract/cli.ts';
import { installAndLook } from '../../collector/os-service/install.ts';
import { osService } from '../../collector/os-service/os-service.ts';
import {
  serviceEnvironment,
  type ServiceCommand,
  type ServiceScope,
} from '../../collector/os-service/service-manager.ts';
import type { ServiceIdentity } from '../../collector/os-service/services.ts';
import { systemClock } from '../../platform/clock.ts';
import type { ServiceFlags } from './service-flags.ts';
import { say } from '../print.ts';

/** Installs, removes or reports a system service. `start` is its program, `args` its flags. Throws `AppFailure`. */
export async function manageService(
  identity: ServiceIdentity,
  flags: ServiceFlags,
  args: readonly string[],
  start: CliStart,
): Promise<void> {
  const scope: ServiceScope = flags.system === true ? 'system' : 'user';
  const service = osService({
    identity,
    platform: process.platform,
    scope,
    home: homedir(),
    uid: process.getuid?.() ?? 0,
  });
  if (flags.installService === true) {
    const { definition } = await installAndLook({
      identity,
      service,
      command: command([identity.command, ...args], start),
      clock: systemClock,
      platform: process.platform,
      scope,
    });
    print(`Installed (${definition}); running.`);
  } else if (flags.uninstallService === true) {
    const removed = await service.uninstall();
    print(removed ? 'Removed.' : 'There was no service to remove.');
  } else {
    const { installed, running, definition } = await service.status();
    print(installed ? `${definition}: ${running ? 'running' : 'stopped'}` : 'Not installed.');
  }
}

function command(args: readonly string[], start: CliStart): ServiceCommand {
  return {
    program: start.program,
    args: [...start.args, ...args],
    environment: { ...serviceEnvironment(process.env), ...start.environment },
  };
}

function print(line: string): void {
  say(`${line}\n`);
}
