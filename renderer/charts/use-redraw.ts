import { onScopeDispose } from 'vue';

/** Ways to redraw. */
export interface Redraw {
  /** Draws before the next frame, once, however often it is requested. `anew`: the data has changed. */
  readonly redraw: (anew: boolean) => void;
  /** Draws at once, if a draw is pending. */
  readonly drawNow: () => void;
}

/**
 * Draws at most once per frame: a page's answers arrive one by one, and the crosshair moves more often than anyone can
 * see.
 */
export function useRedraw(draw: (anew: boolean) => void): Redraw {
  let frame: number | null = null;
  let isAnew = false;

  function drawNow(): void {
    if (frame === null) return;
    cancelAnimationFrame(frame);
    frame = null;
    const anew = isAnew;
    isAnew = false;
    draw(anew);
  }

  function redraw(anew: boolean): void {
    isAnew ||= anew;
    frame ??= requestAnimationFrame(drawNow);
  }

  onScopeDispose(() => {
    if (frame !== null) cancelAnimationFrame(frame);
  });
  return { redraw, drawNow };
}
