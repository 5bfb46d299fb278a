/** Milliseconds that an idle period must have left for a step. */
const STEP_MS = 4;

/**
 * Removes a page from the document. Removing the thousands of elements below `data-heavy` at once would delay the next
 * page, so everything else goes at once, and the rest, which is hidden and unreachable, child by child in idle periods.
 * `done` removes the page. For Vue's `Transition`, which calls `done` itself if the page returns meanwhile.
 */
export function leavePage(page: Element, done: () => void): void {
  const heavy = page.querySelector<HTMLElement>('[data-heavy]');
  if (!(page instanceof HTMLElement) || heavy === null || heavy.childElementCount < 2) {
    done();
    return;
  }
  page.inert = true;
  page.ariaHidden = 'true';
  // The page may have no box, and giving it one would lay it out again.
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
 * Removes everything outside of `kept` and returns the remaining child of the page. Never moves `kept`, which would lay
 * it out again.
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
