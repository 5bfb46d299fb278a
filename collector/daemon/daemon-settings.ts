import type { Settings, SourceConfig } from '../../contract/settings.ts';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import type { DaemonConfig } from './daemon-yaml.ts';

/** Applies a `daemon.yaml` below the user's settings and the environment: it sets only what they leave open. */
export function applyDaemonConfig(
  settings: Settings,
  config: DaemonConfig | null,
  env: NodeJS.ProcessEnv = process.env,
): Settings {
  if (config === null) return settings;
  const { collector } = settings;
  const { tableFormat } = config;
  return {
    ...settings,
    collector: {
      ...collector,
      ...(collector.tableFormat === undefined && tableFormat !== undefined ? { tableFormat } : {}),
    },
    sources: settings.sources.map((source) =>
      source.id === collector.sourceId ? applyToSource(source, config, env) : source,
    ),
  };
}

function applyToSource(
  source: SourceConfig,
  config: DaemonConfig,
  env: NodeJS.ProcessEnv,
): SourceConfig {
  const { legacy } = source.tables;
  const regionOpen =
    source.region === undefined && !env['AWS_REGION'] && !env['AWS_DEFAULT_REGION'];
  return {
    ...source,
    ...(regionOpen && config.region !== undefined ? { region: config.region } : {}),
    // A daemon that uploads shows that the user wants uploads; one that does not says nothing about this collector.
    mode: source.mode === 'auto' && config.uploads === true ? 'on' : source.mode,
    tables: {
      ...source.tables,
      legacy: legacy === DEFAULT_TABLE_NAMES.legacy ? (config.legacyTable ?? legacy) : legacy,
    },
  };
}
