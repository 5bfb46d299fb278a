// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createRowBlocks } from '../../../../../renderer/features/overview/row-blocks.ts';

function list() {
  const body = document.createElement('div');
  const blocks = createRowBlocks({ lineHeight: 10, makeLine: () => ({}) });
  const tops = () => [...body.children].map((child) => (child as HTMLElement).style.top);
  return { body, blocks, tops };
}

describe('createRowBlocks', () => {
  it('keeps blocks in list order, each in its place, in whatever order they are requested', () => {
    const { body, blocks, tops } = list();
    for (const number of [5, 0, 9, 3]) blocks.take(body, number);
    expect(tops()).toEqual(['0px', '240px', '400px', '720px']);
    expect(blocks.take(body, 3)).toBe(blocks.take(body, 3));
    expect(body.children).toHaveLength(4);
  });

  it('hides a new block until it is drawn', () => {
    const { body, blocks } = list();
    const block = blocks.take(body, 1);
    expect(block.inner.style.getPropertyValue('content-visibility')).toBe('hidden');
    blocks.draw(block, true);
    expect(block.inner.style.getPropertyValue('content-visibility')).toBe('visible');
  });

  it('keeps 128 blocks, and reuses the one farthest from the current position', () => {
    const { body, blocks, tops } = list();
    for (let number = 0; number < 128; number += 1) blocks.take(body, number);
    const [first, last] = [blocks.take(body, 0), blocks.take(body, 127)];
    blocks.draw(last, true);
    expect(blocks.take(body, 500, 10)).toBe(last);
    expect(last).toMatchObject({ version: -1, drawn: false });
    expect(body.children).toHaveLength(128);
    expect(tops().at(-1)).toBe('40000px');
    expect(blocks.take(body, 300)).toBe(first);
  });

  it('removes dropped blocks from the document, and reuses them', () => {
    const { body, blocks } = list();
    const block = blocks.take(body, 7);
    expect(blocks.beyond(8)).toBeUndefined();
    expect(blocks.beyond(7)).toBe(block);
    blocks.drop(block);
    expect(body.children).toHaveLength(0);
    expect(blocks.take(body, 2)).toBe(block);
    blocks.clear();
    expect(body.children).toHaveLength(0);
    expect(blocks.take(body, 2)).not.toBe(block);
  });

  it('finds the nearest block with pending work', () => {
    const { body, blocks } = list();
    for (const number of [4, 5, 6]) blocks.take(body, number);
    const missing = (block: unknown) => block === undefined;
    expect(blocks.nearest({ from: 5, count: 10 }, missing)).toBe(7);
    expect(blocks.nearest({ from: 5, count: 7 }, missing)).toBe(3);
    expect(blocks.nearest({ from: 5, count: 10 }, () => false)).toBeUndefined();
    // No more than are kept.
    expect(blocks.nearest({ from: 0, count: 1000 }, (block) => block?.number === 999)).toBe(
      undefined,
    );
  });
});
