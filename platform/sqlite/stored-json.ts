import type { z } from 'zod';

/** The parsed value of a stored text; undefined if it is not JSON of that shape: damaged, or by another version. */
export function parseStored<T>(schema: z.ZodType<T>, text: unknown): T | undefined {
  try {
    return schema.safeParse(JSON.parse(String(text))).data;
  } catch {
    return undefined;
  }
}
