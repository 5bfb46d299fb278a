import { ref, shallowRef, watch, type Ref } from 'vue';
import type { z } from 'zod';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import type { FieldProblems } from '../features/setup/source-draft.ts';
import { useReasons } from './use-reasons.ts';

export interface DialogDraftOptions<Draft extends object, Value> {
  open: Ref<boolean>;
  /** The draft to begin with, whenever the dialog opens. */
  fresh: () => Draft;
  parse: (draft: Draft) => z.ZodSafeParseResult<Value>;
  /** What is wrong beyond that, in words, by field; it goes before what `parse` says of the same field. */
  refuse: (draft: Draft) => FieldProblems;
  store: (value: Value) => Promise<Result<unknown>>;
}

/**
 * What is typed into a dialog until it is stored, which closes the dialog. It is judged when it is to be saved and, once
 * something was refused, at every change; `problems` has no entry where nothing is wrong. `error` is why it was not stored.
 */
export function useDialogDraft<Draft extends object, Value>({
  open,
  fresh,
  parse,
  refuse,
  store,
}: DialogDraftOptions<Draft, Value>) {
  const { problemsOf } = useReasons();
  // Vue's own type of a generic ref unwraps refs within, of which a draft has none.
  const draft = ref(fresh()) as Ref<Draft>;
  const problems = shallowRef<FieldProblems>({});
  const error = shallowRef<AppError | null>(null);

  watch(open, (isOpen) => {
    if (!isOpen) return;
    draft.value = fresh();
    problems.value = {};
    error.value = null;
  });

  /** The value of the draft, or null where something is wrong with it. */
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

  async function save(): Promise<void> {
    const value = judge();
    if (value === null) return;
    const result = await store(value);
    error.value = result.ok ? null : result.error;
    if (result.ok) open.value = false;
  }

  return { draft, problems, error, save };
}
