import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { AppFailure } from '../../contract/errors.ts';
import { daemonPlaces } from './daemon-place.ts';
import type { DaemonConfig } from './daemon-yaml.ts';

/** A `daemon.yaml` that was found and parsed. */
export interface FoundDaemon {
  path: string;
  config: DaemonConfig;
}

/** Hears what of a `daemon.yaml` is used, has no effect or cannot be read, a sentence each. */
export type Report = (sentence: string) => void;

/**
 * The configuration of the Python daemon on this machine; null where there is none. A file that cannot be read or is
 * damaged is reported and passed over: it is another program's.
 */
export async function findDaemon(
  report: Report,
  places = daemonPlaces({ platform: process.platform, home: homedir(), env: process.env }),
): Promise<FoundDaemon | null> {
  for (const path of places) {
    if (!existsSync(path)) continue;
    try {
      const config = await readDaemon(path);
      for (const sentence of [`Using ${path}.`, ...config.notes]) report(sentence);
      return { path, config };
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      report(`${error.error.message} It is passed over. ${error.error.hint}`);
    }
  }
  return null;
}

/** Reads a `daemon.yaml`. Throws `AppFailure` (`not-found`, `settings-damaged`). */
export async function readDaemon(path: string): Promise<DaemonConfig> {
  // Most machines have no such file: a YAML parser that is not loaded takes no memory.
  const { readDaemonYaml } = await import('./daemon-yaml.ts');
  return readDaemonYaml(path);
}
