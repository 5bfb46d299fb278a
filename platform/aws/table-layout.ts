import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { TABLE_LAYOUTS, type TableRole } from '../../contract/tables.ts';

/** An item as the DocumentClient writes it. */
type Values = Readonly<Record<string, unknown>>;

/**
 * What keeps a table from being used as `role`: other keys, keys of another type, or a sort key that is missing; null
 * where its keys are right. Without the sort key each minute would overwrite the one before, and DynamoDB would call it
 * a success.
 */
export function keyProblem(table: TableDescription, role: TableRole, name: string): string | null {
  const wanted = TABLE_LAYOUTS[role].keys.map((key) => `${key.name} (${key.type})`).join(', ');
  const types = typesIn(table);
  const found = (table.KeySchema ?? [])
    .toSorted((a, b) => (a.KeyType === 'HASH' ? -1 : b.KeyType === 'HASH' ? 1 : 0))
    .map(({ AttributeName }) => `${AttributeName ?? '?'} (${types.get(AttributeName) ?? '?'})`)
    .join(', ');
  if (found === wanted) return null;
  return `The table ${name} has the keys ${found} instead of ${wanted}.`;
}

/**
 * The index that makes a table refuse an item, because an attribute of the item is a key of the index with another
 * type; null where none does. DynamoDB refuses such items one by one, as if each of them were invalid.
 */
export function indexProblem(table: TableDescription, item: Values, name: string): string | null {
  const types = typesIn(table);
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  for (const { IndexName = '?', KeySchema = [] } of indexes)
    for (const { AttributeName = '' } of KeySchema) {
      const written = typeOf(item[AttributeName]);
      const wanted = types.get(AttributeName);
      if (written === null || wanted === undefined || written === wanted) continue;
      return `The index ${IndexName} of the table ${name} wants ${AttributeName} as ${wanted}; samples have it as ${written}.`;
    }
  return null;
}

function typesIn({ AttributeDefinitions = [] }: TableDescription): Map<string | undefined, string> {
  return new Map(
    AttributeDefinitions.map(({ AttributeName, AttributeType = '?' }) => [
      AttributeName,
      AttributeType,
    ]),
  );
}

/** DynamoDB's type of a value; null: the attribute is missing, so the item is harmlessly left out of the index. */
function typeOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return 'N';
  return typeof value === 'string' ? 'S' : 'another type';
}
