import { describe, expect, it } from 'vitest';
import {
  attentionCourse,
  onlineCourse,
} from '../../../../../renderer/features/overview/courses.ts';

const RANGE = { from: 0, to: 5600 };

describe('attentionCourse', () => {
  it('counts active problems at each step, in percent of their maximum', () => {
    const course = attentionCourse(
      [
        { at: -500, endedAt: 1000 },
        { at: 550, endedAt: 1000 },
        { at: 5000, endedAt: null },
      ],
      RANGE,
    );
    expect([...(course ?? [])].slice(4, 12)).toEqual([50, 100, 100, 100, 100, 100, 100, 0]);
    expect(course?.at(-1)).toBe(50);
  });

  it('leaves out announced ones and those outside of the range', () => {
    expect(
      attentionCourse(
        [
          { at: 100, endedAt: 900, maintenance: true },
          { at: -900, endedAt: 0 },
          { at: 5600, endedAt: null },
        ],
        RANGE,
      ),
    ).toBeNull();
  });
});

describe('onlineCourse', () => {
  it('is in percent of the hosts, and unknown before any sample', () => {
    const values = (...of: number[]) => Float32Array.from(of);
    const series = { mean: values(NaN, 20, 20), online: values(0, 5, 10) };
    expect([...onlineCourse(series, 20)]).toEqual([NaN, 25, 50]);
    expect([...onlineCourse(series, 0)]).toEqual([NaN, NaN, NaN]);
  });
});
