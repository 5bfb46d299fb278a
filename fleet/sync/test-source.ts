import { TABLE_ROLES } from '../../contract/tables.ts';
import type { SourceTest } from '../../contract/answers.ts';
import type { SourceConfig } from '../../contract/settings.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import { scanRegistry } from '../remote/registry.ts';
import { DynamoSource } from '../remote/dynamo-source.ts';
import { describeTables } from '../remote/tables.ts';
import { unknownTables } from '../store/sources.ts';

/**
 * Tries a source out by the connection that `connect` makes: looks at its tables and reads the registry's first page.
 * Throws `AppFailure`.
 */
export async function testSource(
  source: SourceConfig,
  connect: () => Promise<DynamoClients>,
  clock: Clock,
): Promise<SourceTest> {
  const clients = await connect();
  try {
    const reader = new DynamoSource({ clients, tables: source.tables, onUse: () => undefined });
    const found = await describeTables(reader);
    const tables = unknownTables();
    for (const role of TABLE_ROLES) tables[role] = found[role]?.state ?? 'unknown';
    if (tables.registry === 'missing' || tables.registry === 'creating')
      return { tables, hosts: 0 };
    for await (const page of scanRegistry(reader, nowSeconds(clock)))
      return { tables, hosts: page.entries.length };
    return { tables, hosts: 0 };
  } finally {
    clients.destroy();
  }
}
