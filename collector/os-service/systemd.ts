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
import { removeDefinition, removeEmpty, writeDefinition } from './files.ts';

/** Name of the unit in systemd. */
export const SYSTEMD_UNIT = 'py-perf-collector.service';

/** Where a system service finds variables that must not lie in the unit, credentials among them. */
const ENVIRONMENT_FILE = '/etc/py-perf-desktop/collector.env';

/** The text of the unit. Throws `AppFailure` for what a unit cannot hold. */
export function systemdUnit(command: ServiceCommand, scope: ServiceScope): string {
  requirePlain(command);
  const environment = Object.entries(command.environment).map(
    ([name, value]) => `Environment=${quote(`${name}=${value}`)}`,
  );
  const online = ['Wants=network-online.target', 'After=network-online.target'];
  return [
    '[Unit]',
    'Description=Py-Perf collector: one sample of this machine a minute',
    // Where a package was removed, its service is not started again and again.
    `ConditionFileIsExecutable=${escapePercent(command.program)}`,
    ...(scope === 'system' ? online : []),
    '',
    '[Service]',
    `ExecStart=${[command.program, ...command.args].map(quoteArgument).join(' ')}`,
    ...environment,
    'Restart=on-failure',
    'RestartSec=30',
    // Exit code 2 is wrong usage: another start would not help.
    'RestartPreventExitStatus=2',
    'Nice=10',
    'NoNewPrivileges=yes',
    ...(scope === 'system' ? sandbox() : []),
    '',
    '[Install]',
    `WantedBy=${wantedBy(scope)}`,
    '',
  ].join('\n');
}

/** The service on Linux: a unit of the user, or of the system. */
export function systemdService(context: OsServiceContext): OsService {
  const { scope, home, root, run } = context;
  const folder =
    scope === 'system' ? join(root, '/etc/systemd/system') : join(home, '.config/systemd/user');
  const unit = join(folder, SYSTEMD_UNIT);
  const flags = scope === 'system' ? [] : ['--user'];

  const wanted = join(folder, `${wantedBy(scope)}.wants`);

  const remove = (): void => {
    // "disable" removes the link where a manager runs; its folder it leaves.
    rmSync(join(wanted, SYSTEMD_UNIT), { force: true });
    removeEmpty(wanted);
    removeDefinition(unit, scope === 'system' ? folder : home);
  };
  const status = async (): Promise<ServiceStatus> => {
    const { code } = await attempt(run, 'systemctl', [...flags, 'is-active', SYSTEMD_UNIT]);
    return { installed: existsSync(unit), running: code === 0, definition: unit };
  };
  return {
    status,
    async install(command) {
      writeDefinition(unit, systemdUnit(command, scope));
      try {
        await requireSuccess(context, 'systemctl', [...flags, 'daemon-reload']);
        await requireSuccess(context, 'systemctl', [...flags, 'enable', SYSTEMD_UNIT]);
        await requireSuccess(context, 'systemctl', [...flags, 'restart', SYSTEMD_UNIT]);
      } catch (error) {
        await attempt(run, 'systemctl', [...flags, 'disable', SYSTEMD_UNIT]);
        remove();
        throw error;
      }
      return status();
    },
    async uninstall() {
      if (!existsSync(unit)) return false;
      // Fails where no manager runs (a container, a chroot): then nothing runs either, and the file still goes.
      await attempt(run, 'systemctl', [...flags, 'disable', '--now', SYSTEMD_UNIT]);
      remove();
      await attempt(run, 'systemctl', [...flags, 'daemon-reload']);
      return true;
    },
  };
}

/** A system service runs as a user that exists only while it does, and can write its state folder alone. */
function sandbox(): string[] {
  return [
    `EnvironmentFile=-${ENVIRONMENT_FILE}`,
    'DynamicUser=yes',
    'StateDirectory=py-perf-desktop',
    'StateDirectoryMode=0700',
    'Environment=PY_PERF_DATA_DIR=%S/py-perf-desktop',
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
