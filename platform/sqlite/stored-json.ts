import type { z } from 'zod';

/** What a stored text holds; undefined where it is no JSON or not of that shape: damaged, or by another version. */
export function parseStored<T>(schema: z.ZodType<T>, text: unknown): T | undefined {
  try {
    return schema.safeParse(JSON.parse(String(text))).data;
  } catch {
    return undefined;
  }
}
