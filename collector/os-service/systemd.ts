import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  attempt,
  requireSuccess,
  requirePlain,
  type OsServiceContext,
  type OsService,
  type ServiceCommand,
  type ServiceScope,
  type ServiceStatus,
} from './service-manager.ts';
import type { ServiceIdentity } from './services.ts';
import { removeDefinition, removeEmpty, writeDefinition } from './files.ts';

/** The text of the unit. Throws `AppFailure` for values that a unit cannot hold. */
export function systemdUnit(
  command: ServiceCommand,
  scope: ServiceScope,
  identity: ServiceIdentity,
): string {
  requirePlain(command);
  const environment = Object.entries(command.environment).map(
    ([name, value]) => `Environment=${quote(`${name}=${value}`)}`,
  );
  const online = ['Wants=network-online.target', 'After=network-online.target'];
  return [
    '[Unit]',
    `Description=${identity.description}`,
    // After the package is removed, its service is not restarted again and again.
    `ConditionFileIsExecutable=${escapePercent(command.program)}`,
    ...(scope === 'system' ? online : []),
    '',
    '[Service]',
    `ExecStart=${[command.program, ...command.args].map(quoteArgument).join(' ')}`,
    ...environment,
    'Restart=on-failure',
    'RestartSec=30',
    // Exit code 2 is wrong usage: a restart would not help.
    'RestartPreventExitStatus=2',
    'Nice=10',
    'NoNewPrivileges=yes',
    ...(scope === 'system' || identity.userEnvironment ? [environmentFile(identity)] : []),
    ...(scope === 'system' ? sandbox(identity) : []),
    '',
    '[Install]',
    `WantedBy=${wantedBy(scope)}`,
    '',
  ].join('\n');
}

/** The service on Linux: a unit of the user, or of the system. */
export function systemdService(context: OsServiceContext): OsService {
  const { identity, scope, home, root, run } = context;
  const name = identity.systemdUnit;
  const folder =
    scope === 'system' ? join(root, '/etc/systemd/system') : join(home, '.config/systemd/user');
  const unit = join(folder, name);
  const flags = scope === 'system' ? [] : ['--user'];

  const wanted = join(folder, `${wantedBy(scope)}.wants`);

  const remove = (): void => {
    // "disable" removes the link if a manager runs, but leaves its folder.
    rmSync(join(wanted, name), { force: true });
    removeEmpty(wanted);
    removeDefinition(unit, scope === 'system' ? folder : home);
  };
  const status = async (): Promise<ServiceStatus> => {
    const { code } = await attempt(run, 'systemctl', [...flags, 'is-active', name]);
    return { installed: existsSync(unit), running: code === 0, definition: unit };
  };
  return {
    status,
    async install(command) {
      writeDefinition(unit, systemdUnit(command, scope, identity));
      try {
        await requireSuccess(context, 'systemctl', [...flags, 'daemon-reload']);
        await requireSuccess(context, 'systemctl', [...flags, 'enable', name]);
        await requireSuccess(context, 'systemctl', [...flags, 'restart', name]);
      } catch (error) {
        await attempt(run, 'systemctl', [...flags, 'disable', name]);
        remove();
        throw error;
      }
      return status();
    },
    async uninstall() {
      if (!existsSync(unit)) return false;
      // Fails without a running manager (container, chroot). Then nothing runs, and the file is still removed.
      await attempt(run, 'systemctl', [...flags, 'disable', '--now', name]);
      remove();
      await attempt(run, 'systemctl', [...flags, 'daemon-reload']);
      return true;
    },
  };
}

/**
 * The file with variables that must not be in the unit, such as credentials. `%E` is `/etc`, or the user's
 * configuration folder.
 */
function environmentFile({ stateDirectory, environmentFile: file }: ServiceIdentity): string {
  return `EnvironmentFile=-%E/${stateDirectory}/${file}`;
}

/** A system service runs as a user that exists only while it runs, and can write only its state folder. */
function sandbox({ stateDirectory }: ServiceIdentity): string[] {
  return [
    'DynamicUser=yes',
    `StateDirectory=${stateDirectory}`,
    'StateDirectoryMode=0700',
    `Environment=PY_PERF_DATA_DIR=%S/${stateDirectory}`,
    'ProtectHome=read-only',
    'PrivateTmp=yes',
  ];
}

/** `$` would be a variable in a command line, but not in `Environment=` (systemd.exec(5)). */
function quoteArgument(text: string): string {
  return quote(text.replaceAll('$', '$$$$'));
}

function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${escapePercent(escaped)}"`;
}

/** `%` begins a specifier. */
function escapePercent(text: string): string {
  return text.replaceAll('%', '%%');
}

function wantedBy(scope: ServiceScope): string {
  return scope === 'system' ? 'multi-user.target' : 'default.target';
}
