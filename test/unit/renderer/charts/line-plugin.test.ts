import { describe, expect, it } from 'vitest';
import { linePlugin } from '../../../../renderer/charts/line-plugin.ts';
import { fakeChart } from '../fake-chart.ts';

const NONE = Number.NaN;
const values = (...of: number[]) => Float32Array.of(...of);

const line = { start: 0, step: 10, colour: '#000000', name: '', dash: [], stepped: false };

describe('linePlugin', () => {
  it('breaks at gaps and shows an isolated sample as a dot', () => {
    const { draw } = fakeChart();
    const mean = values(10, 20, NONE, 30, NONE);
    expect(draw(linePlugin(() => [{ ...line, values: mean }]))).toEqual([
      'lineTo 0 90',
      'lineTo 10 80',
      'stroke',
      'arc 30 70 2.5 0 6.28',
      'fill',
    ]);
  });

  it('linePlugin draws steps horizontally', () => {
    const { draw } = fakeChart();
    const stepped = { ...line, stepped: true, values: values(10, 20) };
    expect(draw(linePlugin(() => [stepped]))).toEqual([
      'lineTo 0 90',
      'lineTo 10 90',
      'lineTo 10 80',
      'stroke',
    ]);
  });

  it('keeps the extremes and the last of the samples in one column of pixels', () => {
    const { draw } = fakeChart();
    const dense = { ...line, step: 0.25, values: values(10, 90, 0, 50, 60) };
    expect(draw(linePlugin(() => [dense]))).toEqual([
      'lineTo 0 90',
      'lineTo 0 10',
      'lineTo 0 100',
      'lineTo 0 50',
      'lineTo 1 40',
      'stroke',
    ]);
  });

  it('strokes long lines in pieces without leaving anything out', () => {
    const { draw } = fakeChart();
    const long = { ...line, step: 1, values: new Float32Array(101).fill(50) };
    const calls = draw(linePlugin(() => [long]));
    expect(calls.filter((call) => call === 'stroke')).toHaveLength(2);
    expect(new Set(calls.filter((call) => call.startsWith('lineTo'))).size).toBe(101);
    expect(calls).toContain('moveTo 63 50');
  });
});
