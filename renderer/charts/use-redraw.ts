import { onScopeDispose } from 'vue';

/** Ways to have something drawn again. */
export interface Redraw {
  /** Before the next frame, once, however often it is asked for until then. `anew`: what is drawn has changed. */
  readonly redraw: (anew: boolean) => void;
  /** At once, where something waits to be drawn. */
  readonly drawNow: () => void;
}

/**
 * Draws once a frame: the answers of a page come one after another, and the crosshair moves more often than anybody sees.
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
