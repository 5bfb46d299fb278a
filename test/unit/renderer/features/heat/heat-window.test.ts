import { describe, expect, it } from 'vitest';
import type { HeatMap } from '../../../../../contract/answers.ts';
import { placeTicks } from '../../../../../renderer/features/heat/draw-heat.ts';
import {
  heatQuery,
  heatWindow,
  shownRange,
} from '../../../../../renderer/features/heat/heat-window.ts';
import { makeHost } from '../../make.ts';

/** Minutes from 0 on, a text for each host; `_` is one without a sample. */
function mapOf(...minutes: string[]): HeatMap {
  const values = Float32Array.from(minutes.join(''), (sign) => (sign === '_' ? Number.NaN : 1));
  const count = values.length / minutes.length;
  return {
    metric: 'cpu',
    start: 0,
    step: 60,
    count,
    hosts: minutes.map(() => makeHost()),
    values,
    revision: 1,
  };
}

describe('heatQuery', () => {
  it('requests more before a short range, and keeps the steps of a long one', () => {
    const short = { from: 6000, to: 6600 };
    expect(heatQuery(short)).toEqual({ from: 5700, to: 6600 });
    const long = { from: 6000, to: 6000 + 14_400 };
    expect(heatQuery(long)).toEqual(long);
    for (const range of [short, long]) expect(shownRange(heatQuery(range))).toEqual(range);
  });
});

describe('heatWindow', () => {
  it('heatWindow ends with the newest read minute, and is as long as the range', () => {
    expect(heatWindow(mapOf('_xxxxxxx__'), { from: 300, to: 600 })).toEqual({ first: 3, end: 8 });
    expect(heatWindow(mapOf('xxxxxxxxxx'), { from: 300, to: 600 })).toEqual({ first: 5, end: 10 });
  });

  it('heatWindow waits for half of the hosts', () => {
    const found = heatWindow(mapOf('xxxxxxxxxx', 'xxxxxxxx__', 'xxxxxxxx__'), {
      from: 300,
      to: 600,
    });
    expect(found).toEqual({ first: 3, end: 8 });
  });

  it('keeps a longer empty end of a range, and an empty range', () => {
    expect(heatWindow(mapOf('xx________'), { from: 300, to: 600 })).toEqual({ first: 5, end: 10 });
    expect(heatWindow(mapOf('___'), { from: 0, to: 180 })).toEqual({ first: 0, end: 3 });
  });
});

describe('placeTicks', () => {
  const at = (part: number, width: number) => ({ at: part, text: String(part), width });

  it('keeps labels complete, above the cells', () => {
    expect(placeTicks([at(0, 40), at(1, 60)], { left: 100, width: 500 })).toEqual([
      { text: '0', x: 120 },
      { text: '1', x: 470 },
    ]);
  });

  it('leaves out a label that would touch the previous one', () => {
    const found = placeTicks([at(0.5, 40), at(0.6, 40), at(0.8, 40)], { left: 0, width: 400 });
    expect(found.map(({ text }) => text)).toEqual(['0.5', '0.8']);
  });
});
