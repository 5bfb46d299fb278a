import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DAY_S, HOUR_S, MINUTE_S, QUARTER_HOUR_S } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';
import {
  ORACLE_OPTIONS,
  ORACLE_START,
  endBy,
  ending,
  middleOf,
  rowsOf,
  spreadOf,
  writeSamples,
} from '../../../support/kind-oracle.ts';
import { checkProperty } from '../../../support/property.ts';

/* Oracles for what is judged by the past of a host: whether its disk fills up, and whether it is as it usually is. */

/** Theil and Sen's slope by all pairs, with the ranks of Kendall's 95 %. */
function slopesOf(days: readonly (readonly [day: number, value: number])[]): readonly number[] {
  const slopes = days
    .flatMap(([a, from], index) => days.slice(index + 1).map(([b, to]) => (to - from) / (b - a)))
    .sort((a, b) => a - b);
  const count = days.length;
  const margin = 1.96 * Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18);
  const [low, high] = [
    Math.floor((slopes.length - margin) / 2),
    Math.ceil((slopes.length + margin) / 2),
  ];
  return [slopes[Math.max(0, low)] ?? NaN, slopes[Math.min(slopes.length - 1, high)] ?? NaN];
}

/** When a disk that grows day by day is full, in days; null: nothing is claimed. `days`: the middle of each, the last today. */
function fullIn(days: readonly number[]): readonly [earliest: number, latest: number] | null {
  const known = days.slice(-30);
  const range = Math.max(...known) - Math.min(...known);
  let begin = 0;
  let top = -Infinity;
  for (let day = 1; day < known.length; day += 1) {
    const [before = 0, now = 0] = [known[day - 1], known[day]];
    // A clean-up: values before it say nothing about the future, and there is no forecast until they are exceeded.
    if (before - now <= Math.max(1, range / 5)) continue;
    begin = day;
    top = Math.max(top, before);
  }
  const since = known.flatMap((value, day) => (day < begin ? [] : [[day, value] as const]));
  const [, newest] = since.at(-1) ?? [0, 0];
  const [, oldest] = since[0] ?? [0, 0];
  if (since.length < 7 || newest <= top || newest - oldest <= 1) return null;
  const slopes = [slopesOf(since), slopesOf(since.slice(-14))].flat();
  const [least, most] = [Math.min(...slopes), Math.max(...slopes)];
  const left = 100 - newest;
  return [(left / most) * 0.95 - 0.25, (left / least) * 1.05 + 0.25];
}

/** Quarter hours of a day with a sample, of which a day needs as many to count. */
const LEAST_QUARTERS = 16;

const disks = fc.record({
  start: fc.integer({ min: 5, max: 60 }),
  /** Percent a day; 0: it rests. */
  growth: fc.constantFrom(0, 0.8, 1.1, 1.7, 2.3, 3.1),
  /** Days before the first look. */
  past: fc.integer({ min: 3, max: 32 }),
  /** Percent that a day takes away, by its number. */
  cleaned: fc.dictionary(
    fc.integer({ min: 4, max: 50 }).map(String),
    fc.integer({ min: 24, max: 40 }),
    {
      maxKeys: 2,
    },
  ),
  noise: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 11, maxLength: 11 }),
  looks: fc.array(ending, { minLength: 6, maxLength: 9 }),
  isMaintained: fc.boolean(),
});

it('filling: an alert lasts while plain slopes say that the disk may be full within a week, and says when', () => {
  checkProperty(
    fc.property(disks, ({ start, growth, past, cleaned, noise, looks, isMaintained }) => {
      const noon = ORACLE_START + DAY_S / 2;
      const maintenance = isMaintained
        ? [
            {
              id: 'm',
              scope: { kind: 'host' as const, ...ref('db') },
              from: ORACLE_START,
              until: ORACLE_START + 99 * DAY_S,
              note: '',
            },
          ]
        : [];
      const scene = new AlertScene(noon, { filling: { enabled: true }, maintenance });
      const levels: number[] = [];
      let level = start;
      const live = (): void => {
        const day = levels.length;
        const cleanUp = level > 96 ? 70 : (cleaned[String(day)] ?? 0);
        // A small one is a rest between two steps, which the plain slopes here know nothing of.
        const fall = level < 45 ? 0 : cleanUp;
        level += growth - fall;
        levels.push(
          Math.round(level * 10 + (growth === 0 ? 1 : growth / 4) * (noise[day % 11] ?? 0)) / 10,
        );
      };
      const store = (day: number): void => {
        const midnight = ORACLE_START + (day - past) * DAY_S;
        writeSamples(
          scene,
          Array.from({ length: LEAST_QUARTERS }, (_, quarter) => ({
            minute: midnight + quarter * QUARTER_HOUR_S,
            diskPercent: levels[day] ?? 0,
          })),
        );
      };
      for (let day = 0; day < past; day += 1) {
        live();
        store(day);
      }
      const expected: { from: number; to: number | null; in: readonly number[] | null }[] = [];
      for (const [index, how] of looks.entries()) {
        live();
        store(levels.length - 1);
        if (index === 0) scene.alerts.start();
        endBy(scene, how);
        scene.sync();
        const full = fullIn(levels);
        const open = expected.find(({ to }) => to === null);
        const isOn = full !== null && full[0] <= (open === undefined ? 7 : 9);
        if (open === undefined && isOn) expected.push({ from: scene.now, to: null, in: full });
        else if (open !== undefined && isOn) open.in = full;
        else if (open !== undefined) open.to = scene.now;
        scene.clock.advance(DAY_S);
      }
      const found = rowsOf(scene, 'filling');
      scene.dispose();
      expect(found.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual(
        expected.map(({ from, to }) => [from, to]),
      );
      for (const [index, { in: full }] of expected.entries()) {
        const [earliest = NaN, latest = NaN] = full ?? [];
        const row = found[index];
        // Samples are stored as floats: on the edge of a day they may lie on either side.
        expect(
          [Math.floor(earliest - 0.01), Math.floor(earliest + 0.01)].map((day) => Math.max(0, day)),
        ).toContain(row?.peak);
        if (latest > 0 && latest < 1e4)
          expect([Math.ceil(latest - 0.01), Math.ceil(latest + 0.01)]).toContain(row?.threshold);
        expect(row?.maintenance).toBe(isMaintained);
      }
    }),
    ORACLE_OPTIONS,
  );
});

/** What a plain look at the same hours of four weeks calls usual. */
function usualAt(
  weeks: readonly (readonly number[])[],
  kind: 'share' | 'traffic',
): (hour: number) => readonly [low: number, high: number] {
  // Traffic varies by factors; what is near nothing is no multiple of it.
  const shift = 5 * 20_000;
  const of = (value: number): number => (kind === 'traffic' ? Math.log(value + shift) : value);
  const back = (value: number): number => (kind === 'traffic' ? Math.exp(value) - shift : value);
  const ofHour = (hour: number): number[] =>
    weeks.flatMap((week) => week.slice(hour * 4, hour * 4 + 4).map(of));
  const common = middleOf(Array.from({ length: 24 }, (_, hour) => spreadOf(ofHour(hour))));
  return (hour) => {
    const center = middleOf(ofHour(hour));
    const floor = kind === 'traffic' ? 0.15 : Math.max(1.5, 0.08 * center);
    const half = 4.5 * Math.max(spreadOf(ofHour(hour)), common, floor);
    return [back(center - half), back(center + half)];
  };
}

const days = fc.record({
  kind: fc.constantFrom('share' as const, 'traffic' as const),
  /** Percent, or hundred thousand bytes a second, by the hour of the day. */
  level: fc.array(fc.integer({ min: 10, max: 40 }), { minLength: 24, maxLength: 24 }),
  noise: fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 97, maxLength: 97 }),
  /** How far, relative to its level, a quarter hour of the judged day is above or below. */
  today: fc.array(
    fc.record({
      share: fc.constantFrom(-0.98, -0.8, -0.5, 0, 0, 0.3, 0.7, 1.2, 4),
      quarters: fc.integer({ min: 1, max: 7 }),
    }),
    { minLength: 5, maxLength: 7 },
  ),
  weeksKnown: fc.constantFrom(2, 3, 4, 4, 4),
  how: fc.array(ending, { minLength: 5, maxLength: 5 }),
});

it('unusual: an alert lasts from an hour beyond what plain medians call usual until it is within again', () => {
  checkProperty(
    fc.property(days, ({ kind, level, noise, today, weeksKnown, how }) => {
      const UTC = { enabled: false, timeZone: 'UTC', periods: [] };
      const scene = new AlertScene(ORACLE_START, { unusual: { enabled: true }, quietHours: UTC });
      const scale = kind === 'traffic' ? 100_000 : 1;
      const weeks = Array.from({ length: weeksKnown }, (_, week) =>
        Array.from({ length: 96 }, (__, quarter) => {
          const wobble = noise[(quarter * 7 + week * 31) % 97] ?? 0;
          return Math.fround(scale * (level[Math.floor(quarter / 4)] ?? 0) * (1 + wobble / 100));
        }),
      );
      const sampleOf = (minute: number, value: number) =>
        kind === 'traffic' ? { minute, netRxBps: value } : { minute, cpuPercent: value };
      for (const [week, values] of weeks.entries()) {
        const midnight = ORACLE_START - (week + 1) * 7 * DAY_S;
        writeSamples(
          scene,
          values.map((value, quarter) => sampleOf(midnight + quarter * QUARTER_HOUR_S, value)),
        );
      }
      scene.alerts.start();
      const usual = usualAt(weeks, kind);
      const lived = today.flatMap(({ share, quarters }) =>
        Array.from({ length: quarters }, () => share),
      );
      const values = lived
        .slice(0, 96)
        .map((share, quarter) =>
          Math.fround(
            Math.min(
              kind === 'traffic' ? Infinity : 100,
              scale * (level[Math.floor(quarter / 4)] ?? 0) * (1 + share),
            ),
          ),
        );
      const expected: { from: number; to: number | null; maintenance: boolean }[] = [];
      for (const [quarter, value] of values.entries()) {
        const begin = ORACLE_START + quarter * QUARTER_HOUR_S;
        scene.clock.advance(QUARTER_HOUR_S);
        writeSamples(
          scene,
          [0, 5, 10, 14].map((minute) => sampleOf(begin + minute * MINUTE_S, value)),
        );
        endBy(scene, how[quarter % how.length] ?? '');
        scene.sync();
        if (quarter < 3 || weeksKnown < 3) continue;
        const distances = [3, 2, 1, 0].map((ago) => {
          const [low, high] = usual(Math.floor((quarter - ago) / 4));
          return ((values[quarter - ago] ?? NaN) - (low + high) / 2) / ((high - low) / 2);
        });
        const isOneSided = distances.every((one) => one > 0) || distances.every((one) => one <= 0);
        const least = isOneSided ? Math.min(...distances.map(Math.abs)) : 0;
        const open = expected.find(({ to }) => to === null);
        if (open === undefined && least >= 1)
          expected.push({
            from: begin + 14 * MINUTE_S - HOUR_S,
            to: null,
            maintenance: false,
          });
        else if (open !== undefined && least < 0.9) open.to = scene.now;
      }
      const found = rowsOf(scene, 'unusual');
      scene.dispose();
      expect(
        found.map(({ startedAt, endedAt, maintenance }) => ({
          from: startedAt,
          to: endedAt,
          maintenance,
        })),
      ).toEqual(expected);
    }),
    ORACLE_OPTIONS,
  );
});
