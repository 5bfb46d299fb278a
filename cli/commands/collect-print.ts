import { safeJson } from '../../contract/safe-text.ts';
import { readFileSync, statSync } from 'node:fs';
import { hostname as systemHostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Measuring, Scope } from '../../collector/probes/system.ts';
import { previewSample } from '../../collector/preview.ts';
import { appFailure } from '../../contract/errors.ts';
import { normalizeHostname } from '../../contract/hostname.ts';
import { METRICS, REQUIRED_METRICS } from '../../contract/metrics.ts';
import type { Settings } from '../../contract/settings.ts';
import { metrics } from '../../locales/en/metrics.ts';
import { systemClock } from '../../platform/clock.ts';

/** Flags of `collect --print`. */
export interface PrintFlags {
  /** Adds what the sample does without, and why. */
  explain: boolean;
  /** Seconds between its two readings. */
  intervalS: number;
  measuring: Measuring;
  version: string;
}

/** Prints one sample as JSON; nothing is stored or sent. */
export async function printSample(settings: Settings, flags: PrintFlags): Promise<void> {
  const { explain, intervalS, measuring, version } = flags;
  const { hostname = systemHostname(), processNames = true, without } = settings.collector;
  const { sample, facts, scope, leftOut } = await previewSample({
    clock: systemClock,
    hostname: normalizeHostname(hostname),
    version,
    processNames,
    measuring: { ...measuring, without },
    intervalS,
  });
  const printed = explain ? { ...sample, facts, scope, leftOut } : sample;
  process.stdout.write(`${safeJson(printed, 2)}\n`);
  const missing = REQUIRED_METRICS.filter((id) => sample[METRICS[id].field] === undefined).map(
    (id) => metrics.metric[id].long,
  );
  if (missing.length > 0)
    process.stderr.write(
      `Without ${missing.join(' and ')} this would not be stored as a sample${explain ? '' : '; --explain says why'}.\n`,
    );
}

/** The folder that `--host-root` names, absolute. Throws `AppFailure` (`invalid-input`) where it holds no machine. */
export function checkedHostRoot(folder: string): string {
  const path = resolve(folder);
  if (process.platform !== 'linux')
    throw appFailure(
      'invalid-input',
      '--host-root is for Linux alone.',
      'Leave it out: this machine itself is measured.',
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
      '--scope cgroup is for Linux alone.',
      'Leave it out: the whole machine is measured.',
    );
  return scope;
}

/** The name of the machine below `root`; undefined where it has none there. */
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
