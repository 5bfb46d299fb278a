import { describe, expect, it } from 'vitest';
import { momentText, parseMoment } from '../../../../../renderer/lib/format/typed-moment.ts';

describe('parseMoment', () => {
  it.each([
    ['2026-11-30T22:00', 'en', '2026-11-30T22:00'],
    ['2026-11-30 22:00', 'en', '2026-11-30T22:00'],
    ['30 Nov 2026, 22:00', 'en-GB', '2026-11-30T22:00'],
    ['Nov 30, 2026, 10:00 PM', 'en-US', '2026-11-30T22:00'],
    ['30 november 2026 at 9', 'en-GB', '2026-11-30T09:00'],
    ['3 Sept 2026, 07:05', 'en-GB', '2026-09-03T07:05'],
    ['11/30/2026 10 pm', 'en-US', '2026-11-30T22:00'],
    ['30/11/2026 22:00', 'en-GB', '2026-11-30T22:00'],
    ['30.11.2026, 22:00', 'de', '2026-11-30T22:00'],
    ['30.11.26 22 Uhr', 'de', '2026-11-30T22:00'],
    ['30. November 2026 um 22:00 Uhr', 'de', '2026-11-30T22:00'],
    ['4. März 2026, 8.30', 'de', '2026-03-04T08:30'],
    ['2026/11/30 22:00', 'ja', '2026-11-30T22:00'],
    ['2026年11月30日 午後10:00', 'ja', '2026-11-30T22:00'],
    ['２０２６年１１月３０日２２時', 'ja', '2026-11-30T22:00'],
  ])('reads %s in %s', (text, locale, expected) => {
    expect(parseMoment(text, locale)).toBe(expected);
  });

  it.each([
    '',
    'soon',
    '22:00',
    '30.11.2026',
    '30.11. 22:00',
    '30.11.22:00',
    '31.11.2026 22:00',
    '2026-13-01T00:00',
    '30.11.2026 25:00',
    '30 Foo 2026 22:00',
    '30.11.2026 22:00 or so',
    '2026-11-30T22:00:00Z or 2026-12-01',
  ])('takes no moment from %s', (text) => {
    expect(parseMoment(text, 'de')).toBeNull();
  });

  it('reads what the app itself writes, in every language and hour cycle', () => {
    for (const locale of ['en', 'en-GB', 'en-US', 'en-CA', 'de', 'de-AT', 'ja'])
      for (const hourCycle of ['h12', 'h23'] as const)
        for (let month = 1; month <= 12; month += 1) {
          const time = ['00:30', '12:00', '23:59'][month % 3] ?? '';
          const moment = `2026-${String(month).padStart(2, '0')}-02T${time}`;
          const text = momentText(moment, { locale, hourCycle });
          expect([text, parseMoment(text, locale)]).toEqual([text, moment]);
        }
  });
});

describe('momentText', () => {
  it.each([
    ['en-GB', '30 Nov 2026, 22:00'],
    ['de', '30.11.2026, 22:00'],
    ['ja', '2026/11/30 22:00'],
  ])('is written as usual in %s', (locale, expected) => {
    expect(momentText('2026-11-30T22:00', { locale, hourCycle: 'h23' })).toBe(expected);
  });
});
