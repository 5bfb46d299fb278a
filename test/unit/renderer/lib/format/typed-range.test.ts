import { describe, expect, it } from 'vitest';
import { parseRange } from '../../../../../renderer/lib/format/typed-range.ts';

const at = (text: string) => Date.parse(`${text}Z`) / 1000;
const now = at('2026-11-30T10:20:30');
const parse = (text: string) => parseRange(text, { now, zone: 'utc' });

describe('parseRange', () => {
  it.each(['6h', '6 hours', '6 Stunden', '6時間', '６h'])('parseRange ends now: %s', (text) => {
    expect(parse(text)).toEqual({ from: at('2026-11-30T04:21:00'), to: at('2026-11-30T10:21:00') });
  });

  it.each(['last 5 weeks', 'Past 5 weeks', 'letzte 5 Wochen', 'die letzten 5 Wochen', '過去5週間'])(
    'parseRange accepts omitted parts: %s',
    (text) => {
      expect(parse(text)).toEqual({
        from: at('2026-10-26T10:21:00'),
        to: at('2026-11-30T10:21:00'),
      });
    },
  );

  it('parseRange treats a unit after "last" as one', () => {
    expect(parse('last hour')).toEqual(parse('1h'));
    expect(parse('letzte Woche')).toEqual(parse('7 Tage'));
  });

  it.each(['90min', '90 m', '90分'])('parseRange counts minutes: %s', (text) => {
    expect(parse(text)).toEqual({ from: at('2026-11-30T08:51:00'), to: at('2026-11-30T10:21:00') });
  });

  it.each([
    ['today', '2026-11-30'],
    ['gestern', '2026-11-29'],
    ['昨日', '2026-11-29'],
    ['2026-11-02', '2026-11-02'],
    ['02.11.2026', '2026-11-02'],
  ])('is a whole day: %s', (text, day) => {
    const from = at(`${day}T00:00:00`);
    expect(parse(text)).toEqual({ from, to: from + 86_400 });
  });

  it.each([
    ['2026-11-02 01:00 to 05:00', '2026-11-02T01:00:00', '2026-11-02T05:00:00'],
    ['2026-11-02T01:00 – 2026-11-03T02:30', '2026-11-02T01:00:00', '2026-11-03T02:30:00'],
    ['2026-11-02 01:00 から 05:00', '2026-11-02T01:00:00', '2026-11-02T05:00:00'],
    ['1:00 bis 5:00', '2026-11-30T01:00:00', '2026-11-30T05:00:00'],
  ])('parses two times: %s', (text, from, to) => {
    expect(parse(text)).toEqual({ from: at(from), to: at(to) });
  });

  it.each([
    '',
    '6',
    '0h',
    '6 parsecs',
    'soon',
    'week',
    'last',
    'last 5',
    '2026-13-40',
    '05:00 to 01:00',
    '1:00 to 25:99',
  ])('parseRange rejects: %s', (text) => {
    expect(parse(text)).toBeNull();
  });
});
