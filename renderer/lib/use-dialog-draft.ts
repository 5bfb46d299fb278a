import { ref, shallowRef, watch, type Ref } from 'vue';
import type { z } from 'zod';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import { useReasons, type FieldProblems } from './use-reasons.ts';

/** A form in a dialog: its initial draft, its errors, and how it is stored. */
export interface DialogDraftOptions<Draft extends object, Value> {
  open: Ref<boolean>;
  /** The initial draft, each time the dialog opens. */
  fresh: () => Draft;
  parse: (draft: Draft) => z.ZodSafeParseResult<Value>;
  /** Further errors, in words, by field; they take precedence over those of `parse`. */
  refuse: (draft: Draft) => FieldProblems;
  store: (value: Value) => Promise<Result<unknown>>;
}

/**
 * The draft of a dialog with a Save button. Saving closes the dialog once the draft is stored; an invalid or unsaved
 * draft stays, with `problems` by field or `error`. It is checked on Save and, after an error, at every change.
 */
export function useDialogDraft<Draft extends object, Value>({
  open,
  fresh,
  parse,
  refuse,
  store,
}: DialogDraftOptions<Draft, Value>) {
  const { problemsOf } = useReasons();
  // Vue's type of a generic ref unwraps nested refs, which a draft has not.
  const draft = ref(fresh()) as Ref<Draft>;
  const problems = shallowRef<FieldProblems>({});
  const error = shallowRef<AppError | null>(null);
  const saving = ref(false);
  let openings = 0;

  watch(open, (isOpen) => {
    openings += 1;
    if (!isOpen) return;
    saving.value = false;
    draft.value = fresh();
    problems.value = {};
    error.value = null;
  });

  /** The value of the draft, or null if it is invalid. */
  function judge(): Value | null {
    const parsed = parse(draft.value);
    const found = parsed.success ? {} : problemsOf(parsed.error);
    problems.value = { ...found, ...refuse(draft.value) };
    return parsed.success && !isRefused() ? parsed.data : null;
  }

  const isRefused = (): boolean => Object.keys(problems.value).length > 0;

  watch(
    draft,
    () => {
      if (isRefused()) judge();
    },
    { deep: true },
  );

  /** Stores the draft once, however often it is requested meanwhile. Later edits keep the dialog open. */
  async function save(): Promise<void> {
    if (saving.value) return;
    const value = judge();
    if (value === null) return;
    saving.value = true;
    const sent = JSON.stringify(draft.value);
    const opening = openings;
    const result = await store(value);
    // Closed meanwhile, and perhaps opened for something else.
    if (opening !== openings) return;
    saving.value = false;
    error.value = result.ok ? null : result.error;
    if (result.ok && JSON.stringify(draft.value) === sent) open.value = false;
  }

  return { draft, problems, error, saving, save };
}
