import { effectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useRedraw, type Redraw } from '../../../../renderer/charts/use-redraw.ts';

describe('useRedraw', () => {
  const frames = new Map<number, () => void>();
  const drawn: boolean[] = [];
  let scope = effectScope();
  let last = 0;

  function use(): Redraw {
    const made = scope.run(() => useRedraw((anew) => drawn.push(anew)));
    if (made === undefined) throw new Error('the scope has ended');
    return made;
  }
  function nextFrame(): void {
    const due = [...frames.values()];
    frames.clear();
    for (const act of due) act();
  }

  beforeEach(() => {
    frames.clear();
    drawn.length = 0;
    scope = effectScope();
    vi.stubGlobal('requestAnimationFrame', (act: () => void) => {
      last += 1;
      frames.set(last, act);
      return last;
    });
    vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id));
  });
  afterEach(() => {
    scope.stop();
    vi.unstubAllGlobals();
  });

  it('draws once a frame, with new data if any request said so', () => {
    const { redraw } = use();
    redraw(false);
    redraw(true);
    redraw(false);
    expect(drawn).toEqual([]);
    nextFrame();
    expect(drawn).toEqual([true]);
    redraw(false);
    nextFrame();
    expect(drawn).toEqual([true, false]);
  });

  it('flushes a pending draw, if there is one', () => {
    const { redraw, drawNow } = use();
    drawNow();
    expect(drawn).toEqual([]);
    redraw(true);
    drawNow();
    nextFrame();
    expect(drawn).toEqual([true]);
  });

  it('draws nothing after its scope has ended', () => {
    use().redraw(true);
    scope.stop();
    nextFrame();
    expect(drawn).toEqual([]);
  });
});
