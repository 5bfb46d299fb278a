import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { appFailure } from '../../contract/errors.ts';
import type { Item } from '../../contract/records.ts';
import type { Sample } from '../../contract/sample.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import { encodeLegacyBatch, encodeLegacyMarker } from './legacy-batch.ts';

/** One upload in the layout of the Python daemon. */
export interface LegacyUpload {
  document: DynamoDBDocumentClient;
  table: string;
  /** Unix seconds with the fraction. */
  uploadedAt: number;
  signal?: AbortSignal | undefined;
}

/** Keys tried in sequence: other hosts of the fleet may have uploaded in the same millisecond. */
const MAX_TRIES = 50;

/**
 * Writes samples of one host as one batch of the legacy table and points the host's latest marker to it. It never
 * overwrites another host's batch, and the marker never steps back. Throws `AppFailure`.
 */
export async function uploadLegacyBatch(
  samples: readonly Sample[],
  upload: LegacyUpload,
): Promise<void> {
  try {
    await putMarker(await putBatch(samples, upload), upload);
  } catch (error) {
    throw awsFailure(error, `writing ${upload.table}`);
  }
}

async function putBatch(samples: readonly Sample[], upload: LegacyUpload): Promise<Item> {
  const { document, table, uploadedAt, signal } = upload;
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const batch = encodeLegacyBatch(samples, uploadedAt + attempt / 1000);
    try {
      await document.send(
        new PutCommand({
          TableName: table,
          Item: batch,
          ConditionExpression: 'attribute_not_exists(id)',
        }),
        abortable(signal),
      );
      return batch;
    } catch (error) {
      if (!isRefusedCondition(error)) throw error;
      if (await holds(batch, upload)) return batch;
    }
  }
  throw appFailure(
    'service-failure',
    `No free key was found in ${table}.`,
    'The next upload tries again.',
  );
}

/** Identifies a batch under its key: no host uploads two in one millisecond. */
const IDENTITY = ['hostname', 'batch_size', 'start_time', 'end_time'] as const;

/**
 * Whether the table already has this batch: its first write arrived and only the answer was lost. That may have been
 * the write of another release, which encoded the same samples differently.
 */
async function holds(batch: Item, { document, table, signal }: LegacyUpload): Promise<boolean> {
  const { Item: stored } = await document.send(
    new GetCommand({ TableName: table, Key: { id: batch['id'] }, ConsistentRead: true }),
    abortable(signal),
  );
  return IDENTITY.every((name) => stored?.[name] === batch[name]);
}

async function putMarker(batch: Item, { document, table, signal }: LegacyUpload): Promise<void> {
  try {
    await document.send(
      new PutCommand({
        TableName: table,
        Item: encodeLegacyMarker(batch),
        ConditionExpression: 'attribute_not_exists(latest_record_id) OR latest_record_id < :id',
        ExpressionAttributeValues: { ':id': batch['id'] },
      }),
      abortable(signal),
    );
  } catch (error) {
    // The marker already names a newer batch.
    if (!isRefusedCondition(error)) throw error;
  }
}

function isRefusedCondition(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

function abortable(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
