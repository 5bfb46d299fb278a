import type { Item } from '../../contract/records.ts';
import { TABLE_LAYOUTS, type TableRole } from '../../contract/tables.ts';

/** What was asked for, as far as it decides which keys the answer has. */
export interface KeyQuestion {
  IndexName?: string | undefined;
  /** Of a Query: the sort key alone identifies an item of a partition. */
  KeyConditionExpression?: string | undefined;
  ProjectionExpression?: string | undefined;
  ExpressionAttributeNames?: Record<string, string> | undefined;
}

/**
 * Why items, or the key that the next page starts at, cannot be of the table of `role`; null where they can be. No item
 * of a table lacks its key: where one does, the answer is not DynamoDB's, and its other items are not to be believed.
 */
export function keysProblem(
  role: TableRole,
  question: KeyQuestion,
  items: readonly Item[],
  next: Item | undefined,
): string | null {
  const { keys } = TABLE_LAYOUTS[role];
  const asked = askedNames(question);
  const told: string[] = [];
  for (const { name, type } of keys) {
    if (next !== undefined && !hasKey(next, name, type)) return 'its LastEvaluatedKey is no key';
    if (asked !== null && !asked.has(name)) continue;
    if (!items.every((item) => hasKey(item, name, type))) return `one of its items has no ${name}`;
    told.push(name);
  }
  if (areToldApart(told, keys.length, question) && hasTwice(told, items))
    return 'it has an item twice';
  if (next !== undefined && question.IndexName === undefined)
    return Object.keys(next).length === keys.length ? null : 'its LastEvaluatedKey is no key';
  return null;
}

/** Whether items with the same values of `told` would be one item. */
function areToldApart(told: readonly string[], all: number, question: KeyQuestion): boolean {
  const isOfPartition =
    question.KeyConditionExpression !== undefined && question.IndexName === undefined;
  return told.length === all || (isOfPartition && told.length > 0 && told.length === all - 1);
}

function hasTwice(told: readonly string[], items: readonly Item[]): boolean {
  const seen = new Set(items.map((item) => told.map((name) => String(item[name])).join('\n')));
  return seen.size < items.length;
}

/** Top-level attributes that were asked for; null for all of them. */
function askedNames(question: KeyQuestion): ReadonlySet<string> | null {
  const { ProjectionExpression: projection, ExpressionAttributeNames: names = {} } = question;
  if (projection === undefined) return null;
  return new Set(projection.split(',').map((part) => names[part.trim()] ?? part.trim()));
}

function hasKey(item: Item, name: string, type: 'S' | 'N'): boolean {
  const value = item[name];
  return type === 'S'
    ? typeof value === 'string' && value !== ''
    : typeof value === 'number' && Number.isFinite(value);
}
