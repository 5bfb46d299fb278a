import { z } from 'zod';
import type { CallArguments } from '../../contract/functions.ts';
import { numberIn, parsePythonJson } from './python-json.ts';

/** Most calls of a function whose arguments are returned at once. */
export const MOST_ARGUMENTS = 200;
/** Most characters returned of the arguments of one call. */
const MOST_CHARACTERS = 2000;

const callSchema = z.object({
  args: z.unknown().optional(),
  kwargs: z.unknown().optional(),
  wall_time: z.preprocess(numberIn, z.number().nonnegative().nullable()).catch(null),
});

/**
 * The arguments that a record, of the table or of a file, has of the calls of one function: the first `MOST_ARGUMENTS`,
 * as JSON, cut where they are long. Own properties only; it never throws.
 */
export function argumentsOf(record: unknown, name: string): CallArguments[] {
  const data = own(record, 'data');
  const calls = own(
    own(typeof data === 'string' ? parsedOrNull(data) : data, 'detailed_results'),
    name,
  );
  if (!Array.isArray(calls)) return [];
  return calls.slice(0, MOST_ARGUMENTS).flatMap((call: unknown): CallArguments[] => {
    const parsed = callSchema.safeParse(call);
    if (!parsed.success) return [];
    const { args, kwargs, wall_time: wall } = parsed.data;
    return [{ wall, args: textOf(args), kwargs: textOf(kwargs) }];
  });
}

/** The record in the text of a file of the local mode; null where it is none. */
export function parsedOrNull(text: string): unknown {
  try {
    return parsePythonJson(text);
  } catch {
    return null;
  }
}

/** As JSON; empty where there is nothing. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = JSON.stringify(value);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
