// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { leavePage } from '../../../../renderer/app/leave-page.ts';

/** Idle moments that were asked for and have not come. */
let idle: IdleRequestCallback[];

beforeEach(() => {
  idle = [];
  vi.stubGlobal('requestIdleCallback', (step: IdleRequestCallback) => idle.push(step));
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function pageOf(html: string): HTMLElement {
  document.body.innerHTML = `<div id="page">${html}</div>`;
  const page = document.querySelector<HTMLElement>('#page');
  if (page === null) throw new Error('no page');
  return page;
}

/** An idle moment in which the time of a step is up after so many rows. */
function rest(rows: number): void {
  let calls = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (calls++ > rows ? 1000 : 0));
  idle.shift()?.({ didTimeout: false, timeRemaining: () => 50 });
  vi.restoreAllMocks();
}

it('removes a light page from the document at once', () => {
  const done = vi.fn();
  leavePage(pageOf('<p>events</p>'), done);
  expect(done).toHaveBeenCalledOnce();
  expect(idle).toEqual([]);
});

it('hides a page with a long list at once, and removes its rows in idle periods', () => {
  const page = pageOf(
    '<h1>hosts</h1><div><p>tools</p><div data-heavy><i>1</i><i>2</i><i>3</i></div></div><p>foot</p>',
  );
  const done = vi.fn();
  leavePage(page, done);
  expect([page.inert, page.ariaHidden, page.style.contentVisibility]).toEqual([
    true,
    'true',
    'hidden',
  ]);
  expect(page.textContent).toBe('123');
  rest(2);
  expect([page.textContent, done.mock.calls.length, idle.length]).toEqual(['1', 0, 1]);
  rest(2);
  expect([page.textContent, done.mock.calls.length, idle.length]).toEqual(['', 1, 0]);
});
