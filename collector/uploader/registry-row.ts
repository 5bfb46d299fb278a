import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { encodeRegistryAttributes, type Item } from '../../contract/records.ts';
import type { HostFacts, Sample } from '../../contract/sample.ts';
import { awsFailure } from '../../platform/aws/errors.ts';

/**
 * Seconds by which a registry row may be ahead of this machine's clock. A row further ahead was written by a wrong
 * clock; left alone, it would show a dead host as online.
 */
const LATER_S = 5 * 60;

/** A host's registry row, from its newest sample. */
export interface RegistryRow {
  table: string;
  sample: Sample;
  facts: HostFacts;
  /** Unix seconds. */
  now: number;
  signal?: AbortSignal | undefined;
}

/** Writes it. A row that is already newer (another writer, or an old backlog) keeps its values. Throws `AppFailure`. */
export async function writeRegistryRow(
  document: DynamoDBDocumentClient,
  { table, sample, facts, now, signal }: RegistryRow,
): Promise<void> {
  const attributes = encodeRegistryAttributes(sample, facts);
  try {
    await document.send(
      new UpdateCommand({
        TableName: table,
        Key: { hostname: sample.hostname },
        ...upsertExpression(attributes, sample, now + LATER_S),
      }),
      signal === undefined ? {} : { abortSignal: signal },
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return;
    throw awsFailure(error, `writing ${table}`);
  }
}

/** A row whose time is after `latest` (Unix seconds) would stay until then, so it is overwritten. */
function upsertExpression(attributes: Item, sample: Sample, latest: number) {
  const names = Object.keys(attributes);
  return {
    UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}, #first_seen = if_not_exists(#first_seen, :first_seen) REMOVE #removed_at`,
    ConditionExpression:
      'attribute_not_exists(#last_seen) OR #last_seen < :last_seen OR #last_seen > :latest',
    ExpressionAttributeNames: Object.fromEntries(
      [...names, 'first_seen', 'removed_at'].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: {
      ...Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])),
      ':first_seen': sample.collectedAt,
      ':latest': latest,
    },
  };
}
