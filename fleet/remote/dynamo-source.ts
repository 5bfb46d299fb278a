import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTableCommand,
  type ReturnConsumedCapacity,
  type TableDescription,
  type UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  UpdateCommand,
  type QueryCommandInput,
  type ScanCommandInput,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import type { Item } from '../../contract/records.ts';
import type { TableNames, TableRole } from '../../contract/tables.ts';
import { BadAnswer } from '../../platform/aws/bad-answer.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { dynamoAddress } from '../../platform/aws/dynamo-address.ts';
import type { Clock } from '../../platform/clock.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import { PlainBatchGet, PlainQuery, PlainScan } from '../../platform/aws/plain-answer.ts';
import { keysProblem, type KeyQuestion } from './page-keys.ts';

/** What one request to DynamoDB consumed. */
export interface CapacityUse {
  operation: string;
  role: TableRole;
  /** Attempts that went over the network. */
  requests: number;
  readUnits: number;
  writeUnits: number;
}

/** Clients and table names of one source. */
export interface DynamoSourceOptions {
  clients: DynamoClients;
  tables: TableNames;
  onUse: (use: CapacityUse) => void;
}

/** One page of a Query or Scan; `next` is the key to go on from. */
export interface Page {
  items: Item[];
  next: Item | undefined;
  /** Read units that this page consumed. */
  units: number;
}

/** One answer to BatchGetItem; `unprocessed` are keys to ask for again. */
export interface BatchPage {
  items: Item[];
  unprocessed: Item[];
}

type Credentials = Awaited<ReturnType<DynamoClients['base']['config']['credentials']>>;

interface Metered {
  $metadata: { attempts?: number };
}

/** AWS's own endpoints, of all partitions, dual-stack and FIPS ones included. */
const AWS_HOST = /\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|api\.aws|api\.amazonwebservices\.com\.cn)$/u;

/** A read of one key that does not exist, eventually consistent, is charged as the smallest read. */
const SMALLEST_READ = 0.5;
const METER = { ReturnConsumedCapacity: 'TOTAL' as ReturnConsumedCapacity };

/**
 * The DynamoDB calls that the fleet makes, one page each, with their capacity counted. All of them throw
 * `AppFailure`; reads are eventually consistent, which is half the price.
 */
export class DynamoSource {
  readonly tables: TableNames;
  readonly #clients: DynamoClients;
  readonly #onUse: (use: CapacityUse) => void;
  /** The server's date header in milliseconds, and when it came by this process's own count. */
  #serverDate: { date: number; answeredAt: number } | null = null;

  constructor({ clients, tables, onUse }: DynamoSourceOptions) {
    this.tables = tables;
    this.#clients = clients;
    this.#onUse = onUse;
    clients.base.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        this.#noteDate(result.response);
        return result;
      },
      { step: 'deserialize', name: 'noteServerDate', override: true },
    );
  }

  /** Region that requests are signed for. */
  region(): Promise<string> {
    return this.#clients.base.config.region();
  }

  /** Credentials of the SDK's provider chain; they never leave this process. Throws `AppFailure`. */
  async credentials(): Promise<Credentials> {
    try {
      return await this.#clients.base.config.credentials();
    } catch (error) {
      throw awsFailure(error, 'looking for credentials');
    }
  }

  /** Where requests go. */
  async address(): Promise<URL> {
    const endpoint = await this.#clients.base.config.endpoint?.();
    if (endpoint === undefined) return dynamoAddress(await this.region());
    const { protocol, hostname, port } = endpoint;
    return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${String(port)}`}`);
  }

  /** Whether requests go to another place than AWS itself. */
  async hasCustomEndpoint(configured: string | undefined): Promise<boolean> {
    const endpoint = await this.#clients.base.config.endpoint?.();
    const hostname = endpoint?.hostname ?? (configured && new URL(configured).hostname);
    return hostname !== undefined && !AWS_HOST.test(hostname);
  }

  /** Seconds by which `clock` is ahead of the server's, by its last answer; null before the first. */
  clockSkew(clock: Clock): number | null {
    if (this.#serverDate === null) return null;
    const { date, answeredAt } = this.#serverDate;
    // The header has whole seconds: half of one is the expected error.
    return (clock.now() - (performance.now() - answeredAt) - date) / 1000 - 0.5;
  }

  destroy(): void {
    this.#clients.destroy();
  }

  async describe(role: TableRole, signal?: AbortSignal): Promise<TableDescription | undefined> {
    const command = new DescribeTableCommand({ TableName: this.tables[role] });
    const output = await this.#call('DescribeTable', role, 'looking at', () =>
      this.#clients.base.send(command, aborting(signal)),
    );
    this.#count('DescribeTable', role, output, 0, 0);
    return output.Table;
  }

  /** The attribute that TTL is turned on for, or null. */
  async ttlAttribute(role: TableRole, signal?: AbortSignal): Promise<string | null> {
    const command = new DescribeTimeToLiveCommand({ TableName: this.tables[role] });
    const output = await this.#call('DescribeTimeToLive', role, 'looking at the TTL of', () =>
      this.#clients.base.send(command, aborting(signal)),
    );
    this.#count('DescribeTimeToLive', role, output, 0, 0);
    const ttl = output.TimeToLiveDescription;
    return ttl?.TimeToLiveStatus === 'ENABLED' || ttl?.TimeToLiveStatus === 'ENABLING'
      ? (ttl.AttributeName ?? null)
      : null;
  }

  async scan(
    role: TableRole,
    input: Omit<ScanCommandInput, 'TableName'>,
    signal?: AbortSignal,
  ): Promise<Page> {
    const command = new PlainScan({ ...input, ...METER, TableName: this.tables[role] });
    const output = await this.#call('Scan', role, 'reading', () =>
      this.#clients.document.send(command, aborting(signal)),
    );
    const units = Math.max(output.ConsumedCapacity?.CapacityUnits ?? 0, SMALLEST_READ);
    this.#count('Scan', role, output, units, 0);
    const items = output.Items ?? [];
    this.#checkKeys(role, input, items, output.LastEvaluatedKey);
    return { items, next: output.LastEvaluatedKey, units };
  }

  async query(
    role: TableRole,
    input: Omit<QueryCommandInput, 'TableName'>,
    signal?: AbortSignal,
  ): Promise<Page> {
    const command = new PlainQuery({ ...input, ...METER, TableName: this.tables[role] });
    const output = await this.#call('Query', role, 'reading', () =>
      this.#clients.document.send(command, aborting(signal)),
    );
    const units = Math.max(output.ConsumedCapacity?.CapacityUnits ?? 0, SMALLEST_READ);
    this.#count('Query', role, output, units, 0);
    const items = output.Items ?? [];
    this.#checkKeys(role, input, items, output.LastEvaluatedKey);
    return { items, next: output.LastEvaluatedKey, units };
  }

  /** At most 100 keys, all different. */
  async batchGet(
    role: TableRole,
    keys: Item[],
    projection: {
      ProjectionExpression?: string;
      ExpressionAttributeNames?: Record<string, string>;
    },
    signal?: AbortSignal,
  ): Promise<BatchPage> {
    const table = this.tables[role];
    const command = new PlainBatchGet({
      RequestItems: { [table]: { Keys: keys, ...projection } },
      ...METER,
    });
    const output = await this.#call('BatchGetItem', role, 'reading', () =>
      this.#clients.document.send(command, aborting(signal)),
    );
    const items = output.Responses?.[table] ?? [];
    const unprocessed = output.UnprocessedKeys?.[table]?.Keys ?? [];
    const reported = (output.ConsumedCapacity ?? []).reduce(
      (sum, { CapacityUnits }) => sum + (CapacityUnits ?? 0),
      0,
    );
    // Counted by the rule: DynamoDB charges keys that do not exist, DynamoDB Local reports them as free.
    const least = (keys.length - unprocessed.length) * SMALLEST_READ;
    this.#count('BatchGetItem', role, output, Math.max(reported, least), 0);
    this.#checkKeys(role, projection, items);
    return { items, unprocessed };
  }

  async update(role: TableRole, input: Omit<UpdateCommandInput, 'TableName'>): Promise<void> {
    const command = new UpdateCommand({ ...input, ...METER, TableName: this.tables[role] });
    const output = await this.#call('UpdateItem', role, 'writing', () =>
      this.#clients.document.send(command),
    );
    this.#count('UpdateItem', role, output, 0, output.ConsumedCapacity?.CapacityUnits ?? 1);
  }

  /** Changes the table of `role`. Never called unless a person asked for it. */
  async updateTable(role: TableRole, input: UpdateTableCommandInput): Promise<TableDescription> {
    const command = new UpdateTableCommand({ ...input, TableName: this.tables[role] });
    const output = await this.#call('UpdateTable', role, 'changing', () =>
      this.#clients.base.send(command),
    );
    this.#count('UpdateTable', role, output, 0, 0);
    return output.TableDescription ?? {};
  }

  /** One item by its key, as it is now (strongly consistent); null where there is none. Throws `AppFailure`. */
  async get(role: TableRole, key: Item): Promise<Item | null> {
    const table = this.tables[role];
    // A batch of one: the policies of viewers have that action, and not GetItem.
    const command = new PlainBatchGet({
      RequestItems: { [table]: { Keys: [key], ConsistentRead: true } },
      ...METER,
    });
    const output = await this.#call('BatchGetItem', role, 'reading', () =>
      this.#clients.document.send(command),
    );
    this.#count('BatchGetItem', role, output, output.ConsumedCapacity?.[0]?.CapacityUnits ?? 1, 0);
    if (output.UnprocessedKeys?.[table] !== undefined)
      throw appFailure('throttled', `${table} is busy.`, 'It is read again in a moment.');
    return output.Responses?.[table]?.[0] ?? null;
  }

  /** Writes under a condition. Returns the item as it is then; null where the condition does not hold. */
  async updateIf(
    role: TableRole,
    input: Omit<UpdateCommandInput, 'TableName'> & { ConditionExpression: string },
  ): Promise<Item | null> {
    const command = new UpdateCommand({
      ...input,
      ...METER,
      ReturnValues: 'ALL_NEW',
      TableName: this.tables[role],
    });
    try {
      const output = await this.#call('UpdateItem', role, 'writing', () =>
        this.#clients.document.send(command),
      );
      this.#count('UpdateItem', role, output, 0, output.ConsumedCapacity?.CapacityUnits ?? 1);
      return output.Attributes ?? {};
    } catch (error) {
      if (isConditionFailure(error)) return null;
      throw error;
    }
  }

  #checkKeys(role: TableRole, question: KeyQuestion, items: readonly Item[], next?: Item): void {
    const problem = keysProblem(role, question, items, next);
    if (problem !== null) throw awsFailure(new BadAnswer(problem), `reading ${this.tables[role]}`);
  }

  #noteDate(response: unknown): void {
    const { headers } = (response ?? {}) as { headers?: Record<string, string> };
    const date = Date.parse(headers?.['date'] ?? '');
    if (!Number.isNaN(date)) this.#serverDate = { date, answeredAt: performance.now() };
  }

  async #call<T>(
    operation: string,
    role: TableRole,
    doing: string,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { $metadata } = (error ?? {}) as Partial<Metered>;
      this.#onUse({
        operation,
        role,
        requests: $metadata?.attempts ?? 1,
        readUnits: 0,
        writeUnits: 0,
      });
      throw awsFailure(error, `${doing} ${this.tables[role]}`);
    }
  }

  #count(
    operation: string,
    role: TableRole,
    output: Metered,
    readUnits: number,
    writeUnits: number,
  ): void {
    const requests = output.$metadata.attempts ?? 1;
    this.#onUse({ operation, role, requests, readUnits, writeUnits });
  }
}

/** `ProjectionExpression` of attributes by placeholders, because some names are reserved words. */
export function projectionOf(attributes: readonly string[]): {
  ProjectionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
} {
  const names = attributes.map((name, index) => [`#a${String(index)}`, name] as const);
  return {
    ProjectionExpression: names.map(([placeholder]) => placeholder).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names),
  };
}

/** The part of a request that makes it go on after a page. */
export function startingAt(start: Item | undefined): { ExclusiveStartKey?: Item } {
  return start === undefined ? {} : { ExclusiveStartKey: start };
}

/** Whether a write was refused because its condition does not hold. */
export function isConditionFailure(error: unknown): boolean {
  const cause = error instanceof AppFailure ? error.cause : error;
  return cause instanceof Error && cause.name === 'ConditionalCheckFailedException';
}

function aborting(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
