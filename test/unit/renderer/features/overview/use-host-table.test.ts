import { describe, expect, it } from 'vitest';
import { nextSorting } from '../../../../../renderer/features/overview/use-host-table.ts';

const by = (id: string, desc = false) => ({ id, desc });

describe('nextSorting', () => {
  it('reverses the last column instead of removing it', () => {
    expect(nextSorting([by('cpu', true)], [])).toEqual([by('cpu')]);
  });

  it('keeps the main column when there are too many', () => {
    const before = [by('platform'), by('cpu'), by('memory')];
    expect(nextSorting(before, [...before, by('hostname')])).toEqual([
      by('platform'),
      by('cpu'),
      by('hostname'),
    ]);
  });
});
