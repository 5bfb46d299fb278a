import { posix, win32 } from 'node:path';

const FILE = 'daemon.yaml';

/** The user and system whose `daemon.yaml` is looked for. */
export interface DaemonPlacesOptions {
  platform: NodeJS.Platform;
  /** Home directory of the user. */
  home: string;
  env: NodeJS.ProcessEnv;
}

/** Where the Python daemon's installers put its configuration, the machine-wide file first. */
export function daemonPlaces({ platform, home, env }: DaemonPlacesOptions): string[] {
  if (platform === 'win32') {
    const programData = env['ProgramData'] ?? env['PROGRAMDATA'] ?? 'C:\\ProgramData';
    return [win32.join(programData, 'py-perf', 'config', FILE)];
  }
  return [
    posix.join('/etc/py-perf', FILE),
    posix.join('/usr/local/etc/py-perf', FILE),
    posix.join(home, '.config/py-perf', FILE),
  ];
}
