import { existsSync } from 'node:fs';
import { DAEMON_YAML } from '../../collector/daemon/daemon-place.ts';
import type { DaemonConfig } from '../../collector/daemon/daemon-yaml.ts';
import type { Settings, SourceConfig } from '../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';

export interface ConfigFlags {
  /** Path of a `daemon.yaml`; false: not even the daemon's own. */
  daemonConfig?: string | boolean;
}

/**
 * Reads the `daemon.yaml` that the flags name, or the one in the daemon's own place where there is one. What it holds that has no
 * effect is said on stderr. Throws `AppFailure` (`not-found`, `settings-damaged`).
 */
export async function loadDaemonConfig({
  daemonConfig,
}: ConfigFlags): Promise<DaemonConfig | null> {
  if (daemonConfig === false) return null;
  const path = typeof daemonConfig === 'string' ? daemonConfig : DAEMON_YAML;
  if (typeof daemonConfig !== 'string' && !existsSync(path)) return null;
  // Most machines have no such file: a YAML parser that is not loaded takes no memory.
  const { readDaemonYaml } = await import('../../collector/daemon/daemon-yaml.ts');
  const config = readDaemonYaml(path);
  for (const note of [`Using ${path}.`, ...config.notes]) process.stderr.write(`${note}\n`);
  return config;
}

/** Lays a `daemon.yaml` below the user's own settings and the environment: it decides only what they leave open. */
export function applyDaemonConfig(
  settings: Settings,
  config: DaemonConfig | null,
  env: NodeJS.ProcessEnv = process.env,
): Settings {
  if (config === null) return settings;
  const { sourceId } = settings.collector;
  return {
    ...settings,
    sources: settings.sources.map((source) =>
      source.id === sourceId ? applyToSource(source, config, env) : source,
    ),
  };
}

function applyToSource(
  source: SourceConfig,
  config: DaemonConfig,
  env: NodeJS.ProcessEnv,
): SourceConfig {
  const { system, legacy, registry } = source.tables;
  const regionOpen =
    source.region === undefined && !env['AWS_REGION'] && !env['AWS_DEFAULT_REGION'];
  return {
    ...source,
    ...(regionOpen && config.region !== undefined ? { region: config.region } : {}),
    // A daemon that uploads shows that the user wants it; one that does not says nothing about this collector.
    mode: source.mode === 'auto' && config.uploads === true ? 'on' : source.mode,
    tables: {
      system: system === DEFAULT_TABLE_NAMES.system ? (config.systemTable ?? system) : system,
      legacy: legacy === DEFAULT_TABLE_NAMES.legacy ? (config.legacyTable ?? legacy) : legacy,
      registry,
    },
  };
}
