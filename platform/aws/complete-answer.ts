import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** Input or output of an operation, not yet checked. */
type Fields = Readonly<Record<string, unknown>>;
type Check = (input: Fields, output: Fields) => string | null;

/**
 * What each operation's answer must have for it to count (the response syntax of the DynamoDB API reference). The
 * absence of a field must never be taken for "nothing there" or "all done".
 */
const CHECKS: Readonly<Record<string, Check>> = {
  BatchGetItem: checkBatchGet,
  BatchWriteItem: checkBatchWrite,
  Query: checkPage,
  Scan: checkPage,
  // An item that is not there leaves no field: the capacity that was asked for shows that the table was read, or
  // written.
  GetItem: checkCapacity,
  PutItem: checkCapacity,
  UpdateItem: checkCapacity,
  DeleteItem: checkCapacity,
  DescribeTable: (input, output) => checkTable(input, output['Table'], 'Table'),
  CreateTable: checkDescription,
  UpdateTable: checkDescription,
  DeleteTable: checkDescription,
  DescribeTimeToLive: (_, output) => {
    const status = fieldsOf(output['TimeToLiveDescription'])?.['TimeToLiveStatus'];
    return typeof status === 'string' ? null : without('TimeToLiveDescription');
  },
  UpdateTimeToLive: (_, output) =>
    fieldsOf(output['TimeToLiveSpecification']) === null
      ? without('TimeToLiveSpecification')
      : null,
  ListTables: (_, output) => (Array.isArray(output['TableNames']) ? null : without('TableNames')),
};

const fieldsSchema = z.record(z.string(), z.unknown());
const indexesSchema = z.array(z.object({ KeySchema: z.array(fieldsSchema) })).nullish();
const countSchema = z.int().nonnegative().nullish();

/** A table's description: what every table has, and what is read of the rest. */
const tableSchema = z.object({
  TableName: z.string().optional(),
  TableStatus: z.string().min(1),
  KeySchema: z.array(fieldsSchema).min(1),
  AttributeDefinitions: z.array(fieldsSchema),
  GlobalSecondaryIndexes: indexesSchema,
  LocalSecondaryIndexes: indexesSchema,
  ItemCount: countSchema,
  TableSizeBytes: countSchema,
  BillingModeSummary: fieldsSchema.nullish(),
  ProvisionedThroughput: fieldsSchema.nullish(),
  ArchivalSummary: z.object({ ArchivalReason: z.string().nullish() }).nullish(),
});

const OTHER_TABLE = 'it speaks of a table that nobody asked for';

/** Operations whose answer can be empty unless consumed capacity is requested. */
const METERED: ReadonlySet<string> = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem']);

/** Whether an operation must request its consumed capacity so that an empty answer can be distinguished from none. */
export function needsCapacity(operation: string): boolean {
  return METERED.has(operation);
}

/**
 * Why `output` is no complete answer of `operation` (e.g. `BatchGetItem`) to `input`, or null where it is one. Items
 * may be plain values or typed attributes.
 */
export function incompleteness(operation: string, input: unknown, output: unknown): string | null {
  const answer = fieldsOf(output);
  if (answer === null) return 'it is no JSON object';
  const asked = fieldsOf(input) ?? {};
  return CHECKS[operation]?.(asked, answer) ?? consumedProblem(asked, answer['ConsumedCapacity']);
}

/** More units than any one request consumes: a transaction of 100 items of 400 KB takes 80,000. */
const MOST_UNITS = 1_000_000;
const consumedSchema = z.object({
  TableName: z.string().nullish(),
  CapacityUnits: z.number().min(0).max(MOST_UNITS).nullish(),
});

/** Consumed capacity in answers is added up and stored; endpoints other than AWS may omit it. */
function consumedProblem(input: Fields, consumed: unknown): string | null {
  if (consumed === undefined || consumed === null) return null;
  const requests = fieldsOf(input['RequestItems']);
  const entries = requests === null ? [consumed] : consumed;
  const { data, error } = z.array(consumedSchema).safeParse(entries);
  if (error !== undefined) return 'its ConsumedCapacity is none';
  const names = requests === null ? [input['TableName']] : Object.keys(requests);
  const isAsked = (name: string): boolean => names.some((asked) => isNameOf(asked, name));
  return data.every(({ TableName: name }) => typeof name !== 'string' || isAsked(name))
    ? null
    : OTHER_TABLE;
}

function checkPage(input: Fields, output: Fields): string | null {
  const { Items: items, Count: count, ScannedCount: scanned, LastEvaluatedKey: last } = output;
  if (!isCount(count)) return without('Count');
  if (input['Select'] !== 'COUNT') {
    if (!Array.isArray(items)) return without('Items');
    if (items.length !== count)
      return `it counts ${String(count)} items and has ${String(items.length)}`;
    if (!items.every(isFields)) return 'one of its items is none';
  }
  if (scanned !== undefined && !(isCount(scanned) && scanned >= count))
    return 'its ScannedCount makes no sense';
  if (last !== undefined && Object.keys(fieldsOf(last) ?? {}).length === 0)
    return 'its LastEvaluatedKey is no key';
  if (last !== undefined && isDeepStrictEqual(last, input['ExclusiveStartKey']))
    return 'its LastEvaluatedKey leads back to where it began';
  return null;
}

function checkBatchGet(input: Fields, output: Fields): string | null {
  const responses = fieldsOf(output['Responses']);
  const unprocessed = fieldsOf(output['UnprocessedKeys']);
  if (responses === null) return without('Responses');
  if (unprocessed === null) return without('UnprocessedKeys');
  const asked = fieldsOf(input['RequestItems']) ?? {};
  const stranger = unasked(asked, responses) ?? unasked(asked, unprocessed);
  if (stranger !== null) return stranger;
  for (const [table, request] of Object.entries(asked)) {
    const keys = keysOf(request) ?? [];
    const left = unprocessed[table] === undefined ? [] : keysOf(unprocessed[table]);
    if (left === null) return without('UnprocessedKeys');
    const items = responses[table] ?? (left.length === keys.length ? [] : null);
    if (!Array.isArray(items)) return `it has no items of ${table}`;
    if (!items.every(isFields)) return 'one of its items is none';
    if (items.length + left.length > keys.length) return 'it has more items than were asked for';
    if (!areAmong(keys, left) || !areAmong(keys, items))
      return 'it has items that nobody asked for';
  }
  return null;
}

function checkBatchWrite(input: Fields, output: Fields): string | null {
  const unprocessed = fieldsOf(output['UnprocessedItems']);
  if (unprocessed === null) return without('UnprocessedItems');
  const asked = fieldsOf(input['RequestItems']) ?? {};
  const stranger = unasked(asked, unprocessed);
  if (stranger !== null) return stranger;
  for (const [table, left] of Object.entries(unprocessed)) {
    const requests = asked[table];
    if (!Array.isArray(left) || !left.every(isFields)) return without('UnprocessedItems');
    if (Array.isArray(requests) && left.length > requests.length)
      return 'it hands back more items than were sent';
  }
  return null;
}

function checkCapacity(input: Fields, output: Fields): string | null {
  const capacity = fieldsOf(output['ConsumedCapacity']);
  if (capacity === null || typeof capacity['TableName'] !== 'string')
    return without('ConsumedCapacity');
  if (!isNameOf(input['TableName'], capacity['TableName'])) return OTHER_TABLE;
  // The new image of a written item always exists; the old one may not.
  const { Item: item, Attributes: made } = output;
  if (input['ReturnValues'] === 'ALL_NEW' && !isFields(made)) return without('Attributes');
  return item === undefined || isFields(item) ? null : 'its item is none';
}

function checkDescription(input: Fields, output: Fields): string | null {
  return checkTable(input, output['TableDescription'], 'TableDescription');
}

function checkTable(input: Fields, description: unknown, field: string): string | null {
  if (fieldsOf(description) === null) return without(field);
  const { data, error } = tableSchema.safeParse(description);
  if (error !== undefined) return `its ${String(error.issues[0]?.path[0])} is none`;
  return data.TableName === undefined || isNameOf(input['TableName'], data.TableName)
    ? null
    : OTHER_TABLE;
}

/** A table that an answer speaks of and the request does not. */
function unasked(asked: Fields, answered: Fields): string | null {
  const stranger = Object.keys(answered).find((table) => !Object.hasOwn(asked, table));
  return stranger === undefined ? null : OTHER_TABLE;
}

/** Whether it is the name of the table that was asked for, which may have been named by its ARN. */
function isNameOf(asked: unknown, name: unknown): boolean {
  return typeof asked === 'string' && (asked === name || asked.endsWith(`:table/${String(name)}`));
}

function keysOf(request: unknown): Fields[] | null {
  const keys = fieldsOf(request)?.['Keys'];
  return Array.isArray(keys) && keys.every(isFields) ? keys : null;
}

/**
 * Whether all items are of different keys that were asked for. Items without their key, by a projection, are passed
 * over.
 */
function areAmong(keys: readonly Fields[], items: readonly Fields[]): boolean {
  const names = Object.keys(keys[0] ?? {});
  const open = new Set(keys.map((key) => identity(names, key)));
  return items.every(
    (item) =>
      !names.every((name) => item[name] !== undefined) || open.delete(identity(names, item)),
  );
}

/** Numbers may come back in another form than they were sent (`60`, `60.0`, `6E1`). */
function identity(names: readonly string[], item: Fields): string {
  return JSON.stringify(
    names.map((name) => {
      const value = item[name];
      const typed = fieldsOf(value)?.['N'];
      return typed === undefined ? value : Number(typed);
    }),
  );
}

function without(field: string): string {
  return `it has no ${field}`;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields | null {
  return isFields(value) ? value : null;
}
