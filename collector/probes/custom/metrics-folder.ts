import { join } from 'node:path';

/** The drop folder of a data directory, where no other is named. */
export function metricsFolderOf(dataDir: string): string {
  return join(dataDir, 'metrics');
}
