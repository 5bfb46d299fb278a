import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  attempt,
  requireSuccess,
  requirePlain,
  type OsServiceContext,
  type OsService,
  type ServiceCommand,
  type ServiceStatus,
} from './service-manager.ts';
import { removeDefinition, writeDefinition, xmlText } from './files.ts';

/** The property list of the job `label`. Throws `AppFailure` for values that it cannot hold. */
export function launchdPlist(command: ServiceCommand, label: string): string {
  requirePlain(command);
  const args = [command.program, ...command.args].map(
    (argument) => `    <string>${xmlText(argument)}</string>`,
  );
  const variables = Object.entries(command.environment).map(
    ([name, value]) => `    <key>${xmlText(name)}</key><string>${xmlText(value)}</string>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    `  <key>Label</key><string>${label}</string>`,
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...args,
    '  </array>',
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...variables,
    '  </dict>',
    '  <key>RunAtLoad</key><true/>',
    '  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>',
    '  <key>ThrottleInterval</key><integer>30</integer>',
    '  <key>ProcessType</key><string>Background</string>',
    '</dict>',
    '</plist>',
    '',
  ].join('\n');
}

/** The service on macOS: a launch agent of the user, or a daemon of the system. */
export function launchdService(context: OsServiceContext): OsService {
  const { scope, home, root, run, uid } = context;
  const label = context.identity.launchdLabel;
  const folder =
    scope === 'system' ? join(root, '/Library/LaunchDaemons') : join(home, 'Library/LaunchAgents');
  const plist = join(folder, `${label}.plist`);
  const domain = scope === 'system' ? 'system' : `gui/${String(uid)}`;
  const target = `${domain}/${label}`;

  const status = async (): Promise<ServiceStatus> => {
    const { code, stdout } = await attempt(run, 'launchctl', ['print', target]);
    const running = code === 0 && stdout.includes('state = running');
    return { installed: existsSync(plist), running, definition: plist };
  };
  return {
    status,
    async install(command) {
      const text = launchdPlist(command, label);
      // A loaded job keeps its old definition until it is booted out.
      await attempt(run, 'launchctl', ['bootout', target]);
      writeDefinition(plist, text);
      try {
        await requireSuccess(context, 'launchctl', ['bootstrap', domain, plist]);
      } catch (error) {
        removeDefinition(plist, scope === 'system' ? folder : home);
        throw error;
      }
      return status();
    },
    async uninstall() {
      await attempt(run, 'launchctl', ['bootout', target]);
      return removeDefinition(plist, scope === 'system' ? folder : home);
    },
  };
}
