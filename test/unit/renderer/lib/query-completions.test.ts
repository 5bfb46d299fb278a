import { describe, expect, it } from 'vitest';
import { parseHostQuery } from '../../../../renderer/lib/host-query.ts';
import { queryCompletions } from '../../../../renderer/lib/query-completions.ts';

const labels = (text: string): string[] => queryCompletions(text).map(({ label }) => label);
const texts = (text: string): string[] => queryCompletions(text).map((each) => each.text);

describe('queryCompletions', () => {
  it('completes the names of fields and metrics, ignoring case', () => {
    expect(labels('sta')).toEqual(['state:']);
    expect(labels('MEM')).toContain('memory>');
    expect(texts('web -sta')).toEqual(['web -state:']);
  });

  it('completes the values of a field, after a comma too', () => {
    expect(labels('state:o')).toEqual(['online', 'offline']);
    expect(texts('state:offline,st')).toEqual(['state:offline,stale ']);
    expect(labels('is:')).toEqual(['maintenance']);
  });

  it('returns nothing without a partial term or a match', () => {
    for (const text of ['', 'web ', 'web-0', 'xyz', 'label:prod', 'cpu>8', 'constructor:', '"sta'])
      expect(labels(text), text).toEqual([]);
    expect(labels('state:online')).toEqual([]);
  });

  it('produces valid queries', () => {
    for (const begun of 'abcdefghijklmnopqrstuvwxyz')
      for (const { text } of queryCompletions(begun))
        for (const whole of [text, ...texts(text)])
          expect(parseHostQuery(whole).problems, whole).toEqual([]);
  });
});
