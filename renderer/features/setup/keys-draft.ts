import { accessKeysSchema, type AccessKeys } from '../../../contract/credentials.ts';

/** The access key form: text in every field, empty if nothing is entered. */
export type KeysDraft = { [K in keyof AccessKeys]-?: string };

/** A field of the form for access keys. */
export type KeysField = keyof KeysDraft;

/** Fields of the form, in its order. */
export const KEYS_FIELDS = ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const;

/** The empty form. */
export function emptyKeys(): KeysDraft {
  return { accessKeyId: '', secretAccessKey: '', sessionToken: '' };
}

/** The keys of a draft, or its invalid fields. */
export function parseKeys(draft: KeysDraft): { keys: AccessKeys } | { problems: KeysField[] } {
  const { accessKeyId, secretAccessKey } = draft;
  const sessionToken = draft.sessionToken.trim();
  const parsed = accessKeysSchema.safeParse({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === '' ? {} : { sessionToken }),
  });
  if (parsed.success) return { keys: parsed.data };
  const refused = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return { problems: KEYS_FIELDS.filter((field) => refused.has(field)) };
}
