/** Milliseconds that an idle moment must have left for a step. */
const STEP_MS = 4;

/**
 * Takes a page out of the document. Where it holds an element with `data-heavy`, thousands of elements would delay the
 * next page: all but what that one holds goes at once, and the rest, which nobody sees, finds or reaches, child by child
 * in idle moments. `done` removes the page. For Vue's `Transition`, which calls `done` by itself where the page comes back
 * meanwhile.
 */
export function leavePage(page: Element, done: () => void): void {
  const heavy = page.querySelector<HTMLElement>('[data-heavy]');
  if (!(page instanceof HTMLElement) || heavy === null || heavy.childElementCount < 2) {
    done();
    return;
  }
  page.inert = true;
  page.ariaHidden = 'true';
  // The page may have no box of its own, and to give it one would lay all of it out anew.
  for (const box of [page, keepOnly(page, heavy)])
    box.style.cssText = 'position: absolute; content-visibility: hidden';
  const step = (deadline: IdleDeadline): void => {
    while (deadline.timeRemaining() >= STEP_MS && heavy.lastElementChild !== null)
      heavy.lastElementChild.remove();
    if (heavy.lastElementChild === null) done();
    else requestIdleCallback(step);
  };
  requestIdleCallback(step);
}

/**
 * Removes what neither holds `kept` nor lies in it, and returns the child of the page that is left. Does not move `kept`:
 * to move it would lay it out anew.
 */
function keepOnly(page: HTMLElement, kept: HTMLElement): HTMLElement {
  let at = kept;
  for (;;) {
    const parent = at.parentElement ?? page;
    for (const child of parent.querySelectorAll(':scope > *')) if (child !== at) child.remove();
    if (parent === page) return at;
    at = parent;
  }
}
