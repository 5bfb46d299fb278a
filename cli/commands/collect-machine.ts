import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Scope } from '../../collector/probes/system.ts';
import { appFailure } from '../../contract/errors.ts';

/** The folder that `--host-root` names, absolute. Throws `AppFailure` (`invalid-input`) if it holds no machine. */
export function checkedHostRoot(folder: string): string {
  const path = resolve(folder);
  if (process.platform !== 'linux')
    throw appFailure(
      'invalid-input',
      '--host-root works on Linux only.',
      'Leave it out to measure this machine.',
    );
  if (!isFolder(join(path, 'proc')) && !isFolder(join(path, 'sys')))
    throw appFailure(
      'invalid-input',
      `${path} holds neither proc nor sys.`,
      'Mount the host\u2019s file system there, e.g. with "docker run --volume /:/host:ro,rslave", and name that folder.',
    );
  return path;
}

/** The scope that `--scope` names. Throws `AppFailure` (`invalid-input`) on a system without control groups. */
export function checkedScope(scope: Scope = 'host'): Scope {
  if (scope === 'cgroup' && process.platform !== 'linux')
    throw appFailure(
      'invalid-input',
      '--scope cgroup works on Linux only.',
      'Leave it out to measure the whole machine.',
    );
  return scope;
}

/** The hostname of the machine below `root`; undefined if it has none. */
export function hostnameBelow(root: string): string | undefined {
  try {
    const name = readFileSync(join(root, 'etc/hostname'), 'utf8').trim();
    return name === '' ? undefined : name;
  } catch {
    return undefined;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
