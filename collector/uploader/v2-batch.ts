import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { appFailure } from '../../contract/errors.ts';
import { encodeV2Item, type Item } from '../../contract/records.ts';
import type { Sample } from '../../contract/sample.ts';
import { BadAnswer } from '../../platform/aws/bad-answer.ts';
import { awsFailure } from '../../platform/aws/errors.ts';
import type { Clock } from '../../platform/clock.ts';

/** Attempts for items that DynamoDB returns unprocessed, with exponential waits from `FIRST_WAIT_MS` milliseconds. */
const MAX_TRIES = 6;
const FIRST_WAIT_MS = 100;

/** The target of a batch. */
export interface V2Batch {
  document: DynamoDBDocumentClient;
  table: string;
  clock: Clock;
  signal?: AbortSignal | undefined;
  /**
   * Called with the accepted samples if DynamoDB returns others unprocessed: they need not be sent again, whatever
   * happens to the rest.
   */
  onWritten?: (samples: Sample[]) => void;
}

/** Writes at most 25 samples into the optimized table, all of them. Throws `AppFailure`. */
export async function writeV2Batch(
  samples: readonly Sample[],
  { document, table, clock, signal, onWritten }: V2Batch,
): Promise<void> {
  const doing = `writing ${table}`;
  let requests = samples.map((sample) => ({ sample, PutRequest: { Item: encodeV2Item(sample) } }));
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    if (attempt > 0)
      await clock.sleep(FIRST_WAIT_MS * 2 ** attempt * (0.5 + Math.random()), signal);
    const asked = requests.map(({ PutRequest }) => ({ PutRequest }));
    const command = new BatchWriteCommand({ RequestItems: { [table]: asked } });
    const { UnprocessedItems } = await document
      .send(command, signal === undefined ? {} : { abortSignal: signal })
      .catch((error: unknown) => {
        throw awsFailure(error, doing);
      });
    const left = UnprocessedItems?.[table] ?? [];
    if (left.length === 0) return;
    // Only the keys come from the answer: the items sent again are those sent before.
    const handedBack = new Set(left.map(({ PutRequest }) => itemKey(PutRequest?.Item)));
    const again = requests.filter(({ PutRequest }) => handedBack.has(itemKey(PutRequest.Item)));
    if (again.length !== left.length)
      throw awsFailure(new BadAnswer('it returns items that were not sent'), doing);
    const open = new Set(again);
    onWritten?.(requests.filter((each) => !open.has(each)).map(({ sample }) => sample));
    requests = again;
  }
  throw appFailure(
    'throttled',
    `DynamoDB left ${String(requests.length)} samples unwritten (${doing}).`,
    'They stay in the outbox; the collector tries again in a minute.',
  );
}

/** Identifies an item of the v2 table. */
function itemKey(item: Item | undefined): string {
  return JSON.stringify([item?.['hostname_hour'], Number(item?.['minute_timestamp'])]);
}
