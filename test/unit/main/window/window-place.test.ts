import { describe, expect, it } from 'vitest';
import { correctedPlace } from '../../../../main/window/window-place.ts';

describe('the place of the window', () => {
  const left = { x: 0, y: 0, width: 1920, height: 1080 };
  const right = { x: 1920, y: 0, width: 2560, height: 1440 };
  const place = { x: 2000, y: 100, width: 1200, height: 800, maximized: false };

  it('the place of the window is kept if its display exists', () => {
    expect(correctedPlace(place, [left, right])).toEqual({
      x: 2000,
      y: 100,
      width: 1200,
      height: 800,
    });
  });

  it('the place of the window is dropped if its display is gone, but not its size', () => {
    expect(correctedPlace(place, [left])).toEqual({ width: 1200, height: 800 });
  });

  it('fits a smaller display', () => {
    expect(
      correctedPlace({ ...place, x: 500, width: 2400, height: 1400 }, [
        { x: 0, y: 25, width: 1280, height: 695 },
      ]),
    ).toEqual({ x: 0, y: 25, width: 1280, height: 695 });
  });

  it('the place of the window moves onto the display if only a corner is visible', () => {
    expect(correctedPlace({ ...place, x: 1919, y: 10 }, [left])).toEqual({
      width: 1200,
      height: 800,
    });
    expect(correctedPlace({ ...place, x: -900, y: 10 }, [left])).toMatchObject({ x: 0, y: 10 });
  });
});
