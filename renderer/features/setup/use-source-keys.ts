import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { AccessKeys, KeyEncryption, StoredKeys } from '../../../contract/credentials.ts';
import type { AppError } from '../../../contract/errors.ts';
import { emptyKeys, parseKeys, type KeysDraft, type KeysField } from './keys-draft.ts';
import type { SourceConfig } from '../../../contract/settings.ts';
import type { SourceDraft } from './source-draft.ts';
import { useCredentialsStore } from '../../stores/credentials.ts';

/** The form for a source's access keys. Stored keys are never shown. */
export interface SourceKeysForm {
  /** The input; cleared when the form is closed. */
  readonly entered: Ref<KeysDraft>;
  /** Whether the input replaces stored keys. */
  readonly replacing: Ref<boolean>;
  readonly problems: ShallowRef<readonly KeysField[]>;
  readonly stored: ComputedRef<StoredKeys | undefined>;
  readonly encryption: ComputedRef<KeyEncryption | null>;
  /** Resets the form. */
  reset(): void;
  /** The entered keys, undefined if none are needed, or null if they are invalid. */
  parsed(): AccessKeys | undefined | null;
  /** Stores the keys; returns the error, or null. */
  save(keys: AccessKeys): Promise<AppError | null>;
  /** Deletes stored keys that a saved source does not use; returns the error, or null. */
  removeUnused(source: SourceConfig): Promise<AppError | null>;
}

/** The part of a source form for its own access keys. */
export function useSourceKeys(draft: Ref<SourceDraft>): SourceKeysForm {
  const store = useCredentialsStore();
  const entered = ref(emptyKeys());
  const replacing = ref(false);
  const problems = shallowRef<readonly KeysField[]>([]);
  const stored = computed(() => store.stored.get(draft.value.id));
  const encryption = computed(() => store.state?.encryption ?? null);

  function reset(): void {
    entered.value = emptyKeys();
    replacing.value = false;
    problems.value = [];
  }

  function parsed(): AccessKeys | undefined | null {
    problems.value = [];
    if (draft.value.credentials !== 'stored') return undefined;
    if (stored.value !== undefined && !replacing.value) return undefined;
    // The reason is shown in place of the fields.
    if (encryption.value === 'no-keyring' || encryption.value === 'refused') return null;
    const result = parseKeys(entered.value);
    if ('keys' in result) return result.keys;
    problems.value = result.problems;
    return null;
  }

  async function save(keys: AccessKeys): Promise<AppError | null> {
    const result = await store.set(draft.value.id, keys);
    return result.ok ? null : result.error;
  }

  async function removeUnused({ id, credentials }: SourceConfig): Promise<AppError | null> {
    if (credentials === 'stored' || !store.stored.has(id)) return null;
    const result = await store.remove(id);
    return result.ok ? null : result.error;
  }

  return { entered, replacing, problems, stored, encryption, reset, parsed, save, removeUnused };
}
