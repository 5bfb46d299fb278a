import { join } from 'node:path';

/** The default drop folder of a data directory. */
export function metricsFolderOf(dataDir: string): string {
  return join(dataDir, 'metrics');
}
