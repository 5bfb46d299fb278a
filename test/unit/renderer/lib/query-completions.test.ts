import { describe, expect, it } from 'vitest';
import { parseHostQuery } from '../../../../renderer/lib/host-query.ts';
import { queryCompletions } from '../../../../renderer/lib/query-completions.ts';

const labels = (text: string): string[] => queryCompletions(text).map(({ label }) => label);
const texts = (text: string): string[] => queryCompletions(text).map((each) => each.text);

describe('queryCompletions', () => {
  it('completes the names of fields and metrics, whatever their case', () => {
    expect(labels('sta')).toEqual(['state:']);
    expect(labels('MEM')).toContain('memory>');
    expect(texts('web -sta')).toEqual(['web -state:']);
  });

  it('completes the values of a field, after a comma too', () => {
    expect(labels('state:o')).toEqual(['online', 'offline']);
    expect(texts('state:offline,st')).toEqual(['state:offline,stale ']);
    expect(labels('is:')).toEqual(['maintenance']);
  });

  it('says nothing where nothing is begun, or nothing begins like it', () => {
    for (const text of ['', 'web ', 'web-0', 'xyz', 'label:prod', 'cpu>8', 'constructor:', '"sta'])
      expect(labels(text), text).toEqual([]);
    expect(labels('state:online')).toEqual([]);
  });

  it('leads to queries that can be read', () => {
    for (const begun of 'abcdefghijklmnopqrstuvwxyz')
      for (const { text } of queryCompletions(begun))
        for (const whole of [text, ...texts(text)])
          expect(parseHostQuery(whole).problems, whole).toEqual([]);
  });
});
