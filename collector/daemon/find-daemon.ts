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

/** Receives one sentence for each thing in a `daemon.yaml` that is used, has no effect or cannot be read. */
export type Report = (sentence: string) => void;

/**
 * The configuration of the Python daemon on this machine; null without one. An unreadable or damaged file is reported
 * and skipped, because it belongs to another program.
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
      report(`${error.error.message} It is ignored. ${error.error.hint}`);
    }
  }
  return null;
}

/** Reads a `daemon.yaml`. Throws `AppFailure` (`not-found`, `settings-damaged`). */
export async function readDaemon(path: string): Promise<DaemonConfig> {
  // Most machines have no such file, so the YAML parser is loaded only when needed, to save memory.
  const { readDaemonYaml } = await import('./daemon-yaml.ts');
  return readDaemonYaml(path);
}
