import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';

/** A short message about an action. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** Undoes it; null: not possible or not needed. */
  readonly undo: (() => Promise<Result<unknown>>) | null;
  /** Why Undo failed. */
  readonly error: AppError | null;
}

/** How long Undo is offered, and how long a plain message is shown. */
const UNDO_MS = 10_000;
const MESSAGE_MS = 4000;
/** More would cover the page; the oldest is dropped, plain messages before those with Undo. */
const MOST = 5;

/** Short messages at the bottom of the window, with Undo after deletions. */
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

  /** Undoes the action of a toast; without `id`, of the newest with Undo. */
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
