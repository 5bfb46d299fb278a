/** Milliseconds of a step. */
const STEP_MS = 8;
/** Milliseconds after which a step comes even if the page is never idle. */
const IDLE_TIMEOUT_MS = 2000;

/**
 * Removes a page from the document. If it holds an element with `data-heavy`, removing its thousands of elements would
 * delay the next page. Then everything else is removed at once, and its children in idle moments; until then the page is
 * hidden from the user, searches and assistive technology. `done` removes the page itself. For Vue's `Transition`, which
 * calls `done` on its own if the page returns meanwhile.
 */
export function leavePage(page: Element, done: () => void): void {
  const heavy = page.querySelector<HTMLElement>('[data-heavy]');
  if (!(page instanceof HTMLElement) || heavy === null || heavy.childElementCount < 2) {
    done();
    return;
  }
  page.inert = true;
  page.ariaHidden = 'true';
  // The page may have no box of its own, and giving it one would lay out all of it again.
  for (const box of [page, keepOnly(page, heavy)])
    box.style.cssText = 'position: absolute; content-visibility: hidden';
  const step = (): void => {
    const until = performance.now() + STEP_MS;
    while (heavy.lastElementChild !== null && performance.now() <= until)
      heavy.lastElementChild.remove();
    if (heavy.lastElementChild === null) done();
    else requestIdleCallback(step, { timeout: IDLE_TIMEOUT_MS });
  };
  requestIdleCallback(step, { timeout: IDLE_TIMEOUT_MS });
}

/**
 * Removes everything that neither contains `kept` nor is in it, and returns the remaining child of the page. `kept` stays
 * where it is: moving it would lay it out again.
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
