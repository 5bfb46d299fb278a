import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';

/** What was done, in words, for a while. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Takes it back; null: it cannot be, or need not. */
  readonly undo: (() => Promise<Result<unknown>>) | null;
  /** Why taking it back failed. */
  readonly error: AppError | null;
}

/** How long one can take something back, and how long a mere message stands. */
const UNDO_MS = 10_000;
const MESSAGE_MS = 4000;
/** More would cover the page; the oldest gives way, a message before what can be undone. */
const MOST = 5;

/** Short messages at the foot of the window, with Undo where something was deleted. */
export const useToastsStore = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([]);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let last = 0;

  function add(toast: Omit<Toast, 'id'>, ms: number): void {
    last += 1;
    const id = last;
    const all = [...toasts.value, { ...toast, id }];
    const leaving =
      all.length > MOST ? (all.find(({ undo: back }) => back === null) ?? all[0]) : null;
    toasts.value = all.filter((other) => other !== leaving);
    timers.set(
      id,
      setTimeout(() => {
        dismiss(id);
      }, ms),
    );
  }

  function tell(text: string): void {
    add({ text, undo: null, error: null }, MESSAGE_MS);
  }

  function offerUndo(text: string, undo: () => Promise<Result<unknown>>): void {
    add({ text, undo, error: null }, UNDO_MS);
  }

  function dismiss(id: number): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  /** Undoes the action of a toast; without `id`, of the newest that can be undone. */
  async function undo(id?: number): Promise<void> {
    const toast = toasts.value.findLast(
      (candidate) => candidate.undo !== null && (id === undefined || candidate.id === id),
    );
    if (toast === undefined || toast.undo === null) return;
    dismiss(toast.id);
    const result = await toast.undo();
    if (!result.ok) add({ text: toast.text, undo: null, error: result.error }, UNDO_MS);
  }

  return { toasts, tell, offerUndo, dismiss, undo };
});
