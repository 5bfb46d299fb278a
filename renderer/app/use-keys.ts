import { useEventListener } from '@vueuse/core';
import { useRouter } from 'vue-router';
import { isTyping } from '../lib/is-typing.ts';

/** Pages by the letter that follows `g`. */
export const PAGE_KEYS = {
  o: 'overview',
  h: 'heat-map',
  c: 'compare',
  e: 'events',
  a: 'alerts',
  f: 'functions',
  d: 'diagnostics',
  s: 'settings',
} as const;

/** Milliseconds to wait for a letter after `g`. */
const SECOND_KEY_MS = 1000;

/**
 * Keys of the whole window: `/` filters, `j` and `k` move between rows, `x` selects one, `g` and a letter opens a page,
 * `?` lists them.
 */
export function useKeys(showHelp: () => void): void {
  const router = useRouter();
  let wentAt = Number.NEGATIVE_INFINITY;

  const actions: Readonly<Record<string, () => boolean>> = {
    '/': () => focusOn(document.querySelector('main input[type="search"]')),
    '?': () => {
      showHelp();
      return true;
    },
    j: () => moveRow(1),
    k: () => moveRow(-1),
    x: () => {
      const row = document.activeElement?.closest('[data-row]');
      const box = row?.querySelector<HTMLInputElement>('input[type="checkbox"]');
      box?.click();
      return box !== null && box !== undefined;
    },
    g: () => {
      wentAt = Date.now();
      return true;
    },
  };

  useEventListener(document, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    // Dialogs and menus over the page have their own keys.
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
    const page = Date.now() - wentAt < SECOND_KEY_MS ? pageOf(event.key) : undefined;
    wentAt = Number.NEGATIVE_INFINITY;
    if (page !== undefined) void router.push({ name: page });
    if (page !== undefined || actions[event.key]?.() === true) event.preventDefault();
  });
}

const pageOf = (key: string): string | undefined =>
  Object.entries(PAGE_KEYS).find(([letter]) => letter === key)?.[1];

function focusOn(element: Element | null | undefined): boolean {
  if (!(element instanceof HTMLElement)) return false;
  element.focus();
  if (element instanceof HTMLInputElement) element.select();
  return true;
}

/** Moves the focus to the link of the next row, or to the first if there is none. */
function moveRow(by: 1 | -1): boolean {
  // Rows whose place in the list has gone to other hosts are hidden and cannot be focused.
  const rows = [...document.querySelectorAll('[data-row]')]
    .filter((row) => row.checkVisibility())
    .toSorted(
      (a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')),
    );
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? rows[0] : rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  return focusOn(next?.querySelector('a'));
}
