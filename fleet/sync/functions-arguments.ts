import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { appFailure } from '../../contract/errors.ts';
import { FOLDER_SOURCE, type FunctionArguments } from '../../contract/functions.ts';
import type { ParsedInput } from '../../contract/requests.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';
import { argumentsOf, parsedOrNull } from '../remote/functions-arguments.ts';
import { decodeFunctionRun } from '../remote/functions-decode.ts';
import { getFunctionItems } from '../remote/functions.ts';
import { sessionKey } from '../store/functions.ts';
import type { RunOrigin } from '../store/functions-reader.ts';
import type { FleetStore } from '../store/store.ts';
import { FUNCTION_FILE, MOST_FILE_BYTES } from './functions-folders.ts';
import type { SourceSet } from './source-set.ts';

/** Where runs came from, and may be asked for again. */
export interface ArgumentsOptions {
  store: FleetStore;
  clock: Clock;
  sources: Pick<SourceSet, 'get'>;
}

/**
 * Fetches the arguments of a run's calls of one function from where the run came from: one item of the table, or the file
 * of a folder. They are answered, and kept nowhere. Throws `AppFailure`.
 */
export async function fetchArguments(
  options: ArgumentsOptions,
  { key, name }: ParsedInput<'functionArguments'>,
  signal: AbortSignal,
): Promise<FunctionArguments> {
  const { store } = options;
  const origin = store.read(() => store.functionReader.origin(key));
  if (origin === null) throw gone('This run is not known any more.');
  const record =
    origin.sourceId === FOLDER_SOURCE
      ? await fileOf(options, origin)
      : await itemOf(options, origin, signal);
  if (record === null)
    throw gone(
      origin.sourceId === FOLDER_SOURCE
        ? 'The file of this run is in no folder any more that was read.'
        : 'The item of this run is not in the table any more.',
    );
  return { name, calls: argumentsOf(record, name) };
}

async function itemOf(
  { sources, clock }: ArgumentsOptions,
  origin: RunOrigin,
  signal: AbortSignal,
): Promise<unknown> {
  const reader = await sources.get(origin.sourceId).reader();
  const items = await getFunctionItems(reader, clock, [origin.item], signal);
  return items.find((item) => isOf(item, origin, nowSeconds(clock))) ?? null;
}

/** Ids of files collide, so session and time identify the run. */
async function fileOf({ store, clock }: ArgumentsOptions, origin: RunOrigin): Promise<unknown> {
  const now = nowSeconds(clock);
  for (const path of store.read(() => store.functionFiles.folders())) {
    const names = await readdir(path).catch((): string[] => []);
    // The writer names a file by its second; one that was renamed is found among the others.
    const likely = (name: string): boolean => name.includes(String(Math.floor(origin.at)));
    const files = names.filter((name) => FUNCTION_FILE.test(name));
    for (const name of [...files.filter(likely), ...files.filter((one) => !likely(one))]) {
      const record = await recordIn(join(path, name));
      if (isOf(record, origin, now)) return record;
    }
  }
  return null;
}

async function recordIn(path: string): Promise<unknown> {
  try {
    const { size } = await stat(path);
    return size > MOST_FILE_BYTES ? null : parsedOrNull(await readFile(path, 'utf8'));
  } catch {
    // It was removed, or may not be read: another one may be it.
    return null;
  }
}

function isOf(record: unknown, { sourceId, session, at }: RunOrigin, now: number): boolean {
  const { run } = decodeFunctionRun(record, now);
  return run?.at === at && sessionKey(sourceId, run.session).equals(session);
}

function gone(message: string): Error {
  return appFailure('not-found', message, 'Arguments are kept only where the library wrote them.');
}
