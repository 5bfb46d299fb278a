import { appFailure } from '../../contract/errors.ts';
import type { Item } from '../../contract/records.ts';
import type { Page } from './dynamo-source.ts';

/**
 * Pages that no honest answer reaches: of 1 MB each, more than all samples that a host can have in an hour, or a
 * registry.
 */
const MOST_PAGES = 20_000;

/**
 * All pages of a question, one after another. `read` asks for the one that begins after a key, or for the first. Throws
 * `AppFailure`: also `bad-answer`, where the pages lead back to one that was read, or do not end (`most` of them).
 */
export async function* allPages(
  read: (start: Item | undefined) => Promise<Page>,
  most = MOST_PAGES,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let start: Item | undefined;
  do {
    const page = await read(start);
    yield page;
    start = page.next;
    if (start === undefined) return;
    const key = JSON.stringify(start);
    if (seen.has(key)) throw endless('its pages lead back to one that was read');
    seen.add(key);
  } while (seen.size < most);
  throw endless(`it does not end: ${String(most)} pages were read`);
}

function endless(problem: string): Error {
  return appFailure(
    'bad-answer',
    `What was read is no complete answer of DynamoDB: ${problem}.`,
    'Check the endpoint. It is tried again at the next sync.',
  );
}
