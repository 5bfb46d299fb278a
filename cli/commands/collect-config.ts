import type { DaemonConfig } from '../../collector/daemon/daemon-yaml.ts';
import { findDaemon, readDaemon } from '../../collector/daemon/find-daemon.ts';
import { tell } from '../print.ts';

/** Flags of `collect` that say which files are read. */
export interface ConfigFlags {
  /** Path of a `daemon.yaml`; false: not even the daemon's own. */
  daemonConfig?: string | boolean;
  /** Set in service definitions. */
  service?: boolean;
}

/**
 * Reads the `daemon.yaml` that the flags name, or else the daemon's own. Keys without effect are reported on stderr.
 * Throws `AppFailure` (`not-found`, `settings-damaged`) if a named file cannot be read. A service collects without it
 * instead, because failing would only restart it again and again.
 */
export async function loadDaemonConfig({
  daemonConfig,
  service,
}: ConfigFlags): Promise<DaemonConfig | null> {
  if (daemonConfig === false) return null;
  if (typeof daemonConfig !== 'string') return (await findDaemon(note))?.config ?? null;
  if (service === true) return (await findDaemon(note, [daemonConfig]))?.config ?? null;
  const config = await readDaemon(daemonConfig);
  for (const sentence of [`Using ${daemonConfig}.`, ...config.notes]) note(sentence);
  return config;
}

function note(sentence: string): void {
  tell(`${sentence}\n`);
}
