import { describe, expect, it } from 'vitest';
import { linesInView } from '../../../../renderer/lib/use-virtual-lines.ts';

const LINES = { count: 100, lineHeight: 10 };

describe('linesInView', () => {
  it('includes the visible lines, and eight on either side', () => {
    expect(linesInView(500, 100, LINES)).toEqual({ first: 42, end: 68 });
    expect(linesInView(505, 100, LINES)).toEqual({ first: 42, end: 69 });
  });

  it('ends at the first and at the last line', () => {
    expect(linesInView(-300, 400, LINES)).toEqual({ first: 0, end: 18 });
    expect(linesInView(950, 100, LINES)).toEqual({ first: 87, end: 100 });
  });

  it('is empty without lines, and if they are far away', () => {
    expect(linesInView(0, 100, { count: 0, lineHeight: 10 })).toEqual({ first: 0, end: 0 });
    expect(linesInView(-5000, 100, LINES)).toEqual({ first: 0, end: 0 });
    expect(linesInView(5000, 100, LINES)).toEqual({ first: 100, end: 100 });
  });
});
