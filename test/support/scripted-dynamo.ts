import { DynamoSource, type CapacityUse } from '../../fleet/remote/dynamo-source.ts';
import type { Item } from '../../contract/records.ts';
import { DEFAULT_TABLE_NAMES } from '../../contract/tables.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';

/** The input of an SDK command. */
export type Asked = Record<string, unknown>;

/** A reader, what it has requested, and the capacity that it has counted. */
export interface ScriptedReader {
  reader: DynamoSource;
  /** In the order in which they were sent. */
  asked: Asked[];
  uses: CapacityUse[];
}

/** A reader whose requests `answer` answers instead of a network: for the rules of paging and retries. */
export function scriptedReader(answer: (asked: Asked, index: number) => Asked): ScriptedReader {
  const asked: Asked[] = [];
  const uses: CapacityUse[] = [];
  const send = ({ input }: { input: Asked }): Promise<Asked> => {
    asked.push(input);
    return Promise.resolve({ $metadata: { attempts: 1 }, ...answer(input, asked.length - 1) });
  };
  const clients = {
    base: { middlewareStack: { add: () => undefined }, send },
    document: { send },
    destroy: () => undefined,
  };
  return {
    reader: new DynamoSource({
      clients: clients as unknown as DynamoClients,
      tables: DEFAULT_TABLE_NAMES,
      onUse: (use) => uses.push(use),
    }),
    asked,
    uses,
  };
}

/** A key of the queried table, made from a number, at which a page may continue. */
export function numberedKey({ TableName: table }: Asked, number: number): Item {
  if (table === DEFAULT_TABLE_NAMES.registry) return { hostname: String(number) };
  if (table !== DEFAULT_TABLE_NAMES.system) return { id: number };
  return { hostname_hour: String(number), minute_timestamp: number };
}

/** The number of a page's key; 0 for the first page. */
export function startNumber({ ExclusiveStartKey: start }: Asked): number {
  const { id, hostname, minute_timestamp: minute } = (start ?? {}) as Item;
  return Number(id ?? hostname ?? minute ?? 0);
}
