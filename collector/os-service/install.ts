import { appFailure } from '../../contract/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OsService, ServiceCommand, ServiceScope, ServiceStatus } from './service-manager.ts';
import type { ServiceIdentity } from './services.ts';

/**
 * Milliseconds within which a service that cannot run has ended: by then it has opened its files and, as a collector,
 * taken its first sample.
 */
const SETTLED_AFTER_MS = 6000;

/** The service to install and the command that it runs. */
export interface InstallOptions {
  identity: ServiceIdentity;
  service: OsService;
  command: ServiceCommand;
  clock: Clock;
  platform: NodeJS.Platform;
  scope: ServiceScope;
}

/**
 * Installs the service and checks, after it has had time to fail, that it is running. Throws `AppFailure` if it is not;
 * it stays installed.
 */
export async function installAndLook(options: InstallOptions): Promise<ServiceStatus> {
  const { identity, service, command, clock, platform, scope } = options;
  await service.install(command);
  await clock.sleep(SETTLED_AFTER_MS);
  const status = await service.status();
  if (status.running) return status;
  throw appFailure(
    'unavailable',
    `The service is installed (${status.definition}), but it does not run.`,
    `${reasonAt(identity, platform, scope)} Remove it with "${identity.command} --uninstall-service".`,
  );
}

/** Where the service manager keeps the service's last output. */
function reasonAt(
  { systemdUnit, title, logFile }: ServiceIdentity,
  platform: NodeJS.Platform,
  scope: ServiceScope,
): string {
  switch (platform) {
    case 'linux':
      return `"journalctl ${scope === 'user' ? '--user ' : ''}--unit ${systemdUnit}" says why.`;
    case 'darwin':
      return `${title}\u2019s log (logs/${logFile} in the data directory), or "launchctl print", says why.`;
    default:
      return `${title}\u2019s log (logs\\${logFile} in the data directory), or the task\u2019s last result, says why.`;
  }
}
