import { join } from 'node:path';
import { OUTBOX_MIGRATIONS } from '../collector/outbox/outbox-file.ts';
import { FLEET_MIGRATIONS } from '../fleet/store/migrations.ts';
import { refuseNewerDatabase } from '../platform/sqlite/database.ts';

/**
 * Throws `AppFailure` (`newer-data`) where a newer release has written a database of the data directory. To be called
 * before any of them is opened: one that is not newer would be changed, and the directory is refused as a whole.
 */
export function refuseNewerDirectory(dataDir: string): void {
  refuseNewerDatabase(join(dataDir, 'fleet.db'), FLEET_MIGRATIONS);
  refuseNewerDatabase(join(dataDir, 'outbox.db'), OUTBOX_MIGRATIONS);
}
