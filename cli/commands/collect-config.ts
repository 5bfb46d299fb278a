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
 * Reads the `daemon.yaml` that the flags name, or the daemon's own where there is one. What it holds that has no effect
 * goes to stderr. Throws `AppFailure` (`not-found`, `settings-damaged`) where the flags name one that cannot be read; a
 * service, which would only be started again and again, collects without it.
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
