import { refAutoReset } from '@vueuse/core';
import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue';
import type { z } from 'zod';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import { useReasons, type FieldProblems } from './use-reasons.ts';

/** Milliseconds for which "saved" is shown. */
const SAVED_MS = 4000;

/** A form over a stored value. */
export interface FormDraftOptions<Draft extends object, Value> {
  /** The stored value. */
  stored: () => Value;
  /** The draft of a stored value: plain data. */
  draftOf: (value: Value) => Draft;
  parse: (draft: Draft) => z.ZodSafeParseResult<Value>;
  store: (value: Value) => Promise<Result<unknown>>;
}

/**
 * What is typed into a form without a Save button. It is stored as a whole when the focus leaves the form, and on
 * Enter; Escape returns to what is stored. An invalid draft is not sent: `problems` says why, by field. A refused one
 * stays, with `error`. Nothing but the user changes a draft that is being edited or has not been stored.
 *
 * Bind `form` to the element around all fields.
 */
export function useFormDraft<Draft extends object, Value>({
  stored,
  draftOf,
  parse,
  store,
}: FormDraftOptions<Draft, Value>) {
  const { problemsOf } = useReasons();
  // Vue's type of a generic ref unwraps nested refs, which a draft has not.
  const draft = ref(draftOf(stored())) as Ref<Draft>;
  const problems = shallowRef<FieldProblems>({});
  const error = shallowRef<AppError | null>(null);
  /** For a while after the draft was stored. */
  const saved = refAutoReset(false, SAVED_MS);
  const keyOf = (value: Draft): string => JSON.stringify(value);
  /** The draft when it last matched the stored value. */
  let agreed = keyOf(draft.value);
  /** The draft that is being stored. */
  let sent: string | null = null;
  let hasFocus = false;

  const isTouched = (): boolean => keyOf(draft.value) !== (sent ?? agreed);

  function revert(): void {
    draft.value = draftOf(stored());
    agreed = keyOf(draft.value);
    problems.value = {};
    error.value = null;
  }

  const adopt = (): void => {
    if (!hasFocus && sent === null && !isTouched()) revert();
  };

  function judge(): Value | null {
    const parsed = parse(draft.value);
    problems.value = parsed.success ? {} : problemsOf(parsed.error);
    return parsed.success ? parsed.data : null;
  }

  /** Stores the draft if it is valid and differs from the stored value. */
  async function commit(): Promise<void> {
    if (!isTouched()) {
      adopt();
      return;
    }
    const value = judge();
    const key = keyOf(draft.value);
    if (value === null) return;
    sent = key;
    const result = await store(value);
    if (sent === key) sent = null;
    error.value = result.ok ? null : result.error;
    saved.value = result.ok;
    if (!result.ok) return;
    agreed = key;
    adopt();
  }

  watch(stored, adopt);
  watch(
    draft,
    () => {
      if (Object.keys(problems.value).length > 0) judge();
    },
    { deep: true },
  );
  onBeforeUnmount(() => {
    hasFocus = false;
    void commit();
  });

  const form = {
    onFocusin: (): void => {
      hasFocus = true;
    },
    onFocusout: ({ currentTarget, relatedTarget }: FocusEvent): void => {
      const isWithin =
        currentTarget instanceof Node &&
        relatedTarget instanceof Node &&
        currentTarget.contains(relatedTarget);
      // The whole window losing the focus leaves no field: the user returns to it.
      if (isWithin || !document.hasFocus()) return;
      hasFocus = false;
      void commit();
    },
    onKeydown: ({ key, isComposing, target }: KeyboardEvent): void => {
      if (isComposing) return;
      if (key === 'Escape') revert();
      if (key === 'Enter' && target instanceof HTMLInputElement) void commit();
    },
  };

  return { draft, problems, error, saved, commit, form };
}
