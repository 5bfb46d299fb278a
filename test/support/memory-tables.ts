import type { Item } from '../../contract/records.ts';
import { DEFAULT_TABLE_NAMES, TABLE_LAYOUTS, type TableRole } from '../../contract/tables.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';

interface Command {
  constructor: { name: string };
  input: Record<string, unknown> & { TableName?: string };
}

/**
 * The v2 table and the registry in memory, for tests with thousands of requests: the calls of the fleet's reader, one
 * page each, all keys answered. DynamoDB's own behaviour is tested on DynamoDB Local.
 */
export class MemoryTables {
  readonly samples = new Map<string, Map<number, Item>>();
  readonly registry = new Map<string, Item>();
  hasRegistry = true;
  /** Whether the next request fails. */
  fails: () => boolean = () => false;

  readonly clients = {
    base: {
      middlewareStack: { add: () => undefined },
      send: (command: Command) => this.#send(command),
      config: {},
    },
    document: { send: (command: Command) => this.#send(command) },
    destroy: () => undefined,
  } as unknown as DynamoClients;

  put(item: Item): void {
    const key = String(item['hostname_hour']);
    const hour = this.samples.get(key) ?? new Map<number, Item>();
    this.samples.set(key, hour.set(Number(item['minute_timestamp']), item));
  }

  /** All samples of a host, by minute. */
  of(hostname: string): Map<number, Item> {
    const found = new Map<number, Item>();
    for (const hour of this.samples.values())
      for (const [minute, item] of hour) if (item['hostname'] === hostname) found.set(minute, item);
    return found;
  }

  async #send({ constructor, input }: Command): Promise<Record<string, unknown>> {
    await Promise.resolve();
    if (this.fails())
      throw Object.assign(new Error('made to fail'), { name: 'InternalServerError' });
    const answer = this.#answer(constructor.name, input);
    return { $metadata: { attempts: 1 }, ...answer };
  }

  #answer(command: string, input: Command['input']): Record<string, unknown> {
    const role = roleOf(input.TableName ?? DEFAULT_TABLE_NAMES.system);
    if (role === 'legacy' || (role === 'registry' && !this.hasRegistry))
      throw Object.assign(new Error('no such table'), { name: 'ResourceNotFoundException' });
    if (command === 'DescribeTableCommand') return { Table: describe(role) };
    if (command === 'PlainScan')
      return { Items: role === 'registry' ? [...this.registry.values()] : this.#segment(input) };
    if (command === 'PlainQuery') {
      const { ':key': key } = input['ExpressionAttributeValues'] as Item;
      return { Items: [...(this.samples.get(String(key))?.values() ?? [])] };
    }
    if (command === 'PlainBatchGet') return this.#batch(input);
    throw new Error(`not in memory: ${command}`);
  }

  #segment({ Segment }: Record<string, unknown>): Item[] {
    if (Segment !== 0) return [];
    return [...this.samples.values()].flatMap((hour) => [...hour.values()]);
  }

  #batch(input: Record<string, unknown>): Record<string, unknown> {
    const [entry] = Object.entries(input['RequestItems'] as Record<string, { Keys: Item[] }>);
    const [table, { Keys }] = entry ?? ['', { Keys: [] }];
    const found = Keys.flatMap(
      (key) =>
        this.samples.get(String(key['hostname_hour']))?.get(Number(key['minute_timestamp'])) ?? [],
    );
    return { Responses: { [table]: found } };
  }
}

function roleOf(table: string): TableRole {
  const found = Object.entries(DEFAULT_TABLE_NAMES).find(([, name]) => name === table);
  if (found === undefined) throw new Error(`no such table: ${table}`);
  return found[0] as TableRole;
}

function describe(role: TableRole): Item {
  const { keys } = TABLE_LAYOUTS[role];
  return {
    TableStatus: 'ACTIVE',
    AttributeDefinitions: keys.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keys.map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
  };
}
