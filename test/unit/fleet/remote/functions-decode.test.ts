import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FunctionRun } from '../../../../contract/functions.ts';
import { DAY_S } from '../../../../contract/time.ts';
import {
  decodeFunctionFile,
  decodeFunctionRun,
} from '../../../../fleet/remote/functions-decode.ts';
import { libraryFile, libraryItem } from '../../../support/made-up/python-runs.ts';
import { checkProperty } from '../../../support/property.ts';

const NOW = 1_795_469_700;
const SESSION = '4f1c2a9e-7b1d-4c86-9f0e-2d6a51b7c3e8';

const run = (over: Partial<FunctionRun> = {}): FunctionRun => ({
  id: 1_795_469_000_250_000,
  session: SESSION,
  at: 1_795_469_000.25,
  hostname: 'build-7',
  timings: [{ name: 'load', calls: 3, wall: 1.5, min: 0.25, max: 1, cpu: 0.75 }],
  ...over,
});

const seconds = fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true });
const timing = fc
  .record({
    name: fc.oneof(
      fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', 'toString', 'NaN', '<lambda>'),
    ),
    calls: fc.integer({ min: 1, max: 1e9 }),
    wall: seconds,
    min: fc.option(seconds),
    span: fc.option(seconds),
    cpu: fc.option(seconds),
    singles: fc.array(fc.record({ wall: seconds, at: fc.constant(1_795_468_000.5) }), {
      maxLength: 3,
    }),
  })
  .map(({ span, singles, min, ...rest }) => ({
    ...rest,
    min,
    max: span === null ? null : (min ?? 0) + span,
    ...(singles.length === 0 ? {} : { singles }),
  }));
const runs = fc
  .uniqueArray(timing, { selector: ({ name }) => name, maxLength: 8 })
  .map((timings) => run({ timings }));

describe('a run of the library', () => {
  it('is decoded from its item as written', () => {
    checkProperty(
      fc.property(runs, (given) => {
        expect(decodeFunctionRun(libraryItem(given), NOW)).toEqual({ run: given, problems: [] });
      }),
    );
  });

  it('is decoded from its file, whose id is in whole seconds', () => {
    checkProperty(
      fc.property(runs, (given) => {
        const decoded = decodeFunctionFile(libraryFile(given).text, NOW);
        expect(decoded).toEqual({ run: { ...given, id: 1_795_469_000_000_000 }, problems: [] });
      }),
    );
  });

  it('never throws, and keeps only plausible values of any record', () => {
    const hostile = fc.record(
      {
        id: fc.anything(),
        session_id: fc.anything(),
        timestamp: fc.oneof(fc.anything(), fc.constant(NOW)),
        hostname: fc.anything(),
        data: fc.oneof(
          fc.anything(),
          fc.record({
            function_summaries: fc.dictionary(
              fc.string(),
              fc.record({
                call_count: fc.anything(),
                wall_time: fc.record({ total: fc.anything(), min: fc.anything() }),
              }),
            ),
            detailed_results: fc.anything(),
          }),
          fc.json(),
          fc.string(),
        ),
      },
      { requiredKeys: [] },
    );
    checkProperty(
      fc.property(fc.oneof(hostile, fc.anything()), (record) => {
        const { run: decoded, problems } = decodeFunctionRun(record, NOW);
        if (decoded === null) expect(problems).toHaveLength(1);
        for (const { calls, wall } of decoded?.timings ?? []) {
          expect(calls).toBeGreaterThan(0);
          expect(wall).toBeGreaterThanOrEqual(0);
        }
      }),
      { runs: 300 },
    );
  });

  it('may have `__proto__` as the name of a function', () => {
    const given = run({
      timings: [{ name: '__proto__', calls: 1, wall: 2, min: 2, max: 2, cpu: null }],
    });
    const { run: decoded } = decodeFunctionRun(libraryItem(given), NOW);
    expect(decoded?.timings.map(({ name }) => name)).toEqual(['__proto__']);
    expect(({} as { call_count?: unknown }).call_count).toBeUndefined();
  });

  it('keeps no arguments of its calls', () => {
    const given = run({
      timings: [
        {
          name: 'login',
          calls: 1,
          wall: 1,
          min: 1,
          max: 1,
          cpu: 1,
          singles: [{ wall: 1, at: 1_795_468_000 }],
        },
      ],
    });
    const item = libraryItem(given, { secret: 'hunter2' });
    expect(JSON.stringify(item)).toContain('hunter2');
    expect(JSON.stringify(decodeFunctionRun(item, NOW))).not.toContain('hunter2');
  });

  it('has no call times if the writer counted from boot', () => {
    const timings = [
      { name: 'f', calls: 2, wall: 1, min: 0, max: 1, cpu: 1, singles: [{ wall: 1, at: null }] },
    ];
    const item = libraryItem(run({ timings }), { sinceBoot: 86_400.5 });
    expect(decodeFunctionRun(item, NOW).run?.timings).toEqual(timings);
  });

  it('without timings has no totals', () => {
    const item = libraryItem(run({ timings: [] }));
    expect(item).not.toHaveProperty('total_calls');
    expect(decodeFunctionRun(item, NOW)).toEqual({ run: run({ timings: [] }), problems: [] });
  });

  it.each([
    [' web-1\n', 'web-1'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    [12, 'unknown'],
  ])('normalizes the hostname %j to %s', (raw, hostname) => {
    const item = { ...libraryItem(run()), hostname: raw };
    expect(decodeFunctionRun(item, NOW).run?.hostname).toBe(hostname);
  });

  it('without a session is its own session', () => {
    const item = { ...libraryItem(run()), session_id: 7 };
    const { run: decoded } = decodeFunctionRun(item, NOW);
    expect(decoded?.session).toBe('1795469000250000/1795469000.25');
  });

  it.each([
    [{ id: 'x' }, 'id: not an integer'],
    [{ id: 1e30 }, 'id: not an integer'],
    [{ timestamp: 'yesterday' }, 'timestamp: not a time'],
    [{ timestamp: 4000 }, 'timestamp: not a time'],
    [{ timestamp: NOW + 2 * DAY_S }, 'timestamp: more than a day ahead'],
    [{ data: undefined }, 'data: missing'],
    [{ data: '[]' }, 'data: not an object'],
    [{ data: '{"function_summaries": {' }, 'data: not JSON, or not all of it'],
    [{ data: '['.repeat(200_000) }, /nested|not JSON/u],
    [{ hostname: 'h'.repeat(600) }, 'hostname: longer than 512 characters'],
  ])('is refused with %j', (wrong, problem) => {
    const { run: decoded, problems } = decodeFunctionRun({ ...libraryItem(run()), ...wrong }, NOW);
    expect(decoded).toBeNull();
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it('leaves out and names invalid functions', () => {
    const data = {
      function_summaries: {
        good: { call_count: 1, wall_time: { total: 1, min: 2, max: 1 } },
        never: { call_count: 0, wall_time: { total: 0 } },
        half: { call_count: 1.5, wall_time: { total: 1 } },
        timeless: { call_count: 1, wall_time: { total: null } },
        flat: 'x',
      },
    };
    const { run: decoded, problems } = decodeFunctionRun({ ...libraryItem(run()), data }, NOW);
    expect(decoded?.timings).toEqual([
      { name: 'good', calls: 1, wall: 1, min: null, max: null, cpu: null },
    ]);
    expect(problems).toEqual([
      'half: call_count: not a number of calls',
      'timeless: wall_time: not a time',
      'flat: call_count: not a number of calls',
    ]);
  });
});

describe('what a foreign writer may give', () => {
  const record = (over: object): object => ({
    id: 1_795_469_000_250_000,
    session_id: SESSION,
    timestamp: 1_795_469_000.25,
    hostname: 'build-7',
    data: {
      function_summaries: {
        ok: { call_count: 1, wall_time: { total: 1 } },
        '\ud800': { call_count: 1, wall_time: { total: 1 } },
        '\ud801': { call_count: 1, wall_time: { total: 1 } },
      },
    },
    ...over,
  });

  it('lone surrogates are not valid names: the store would merge them', () => {
    const { run: found, problems } = decodeFunctionRun(record({}), NOW);
    expect(found?.timings.map(({ name }) => name)).toEqual(['ok']);
    expect(problems).toHaveLength(2);
  });

  it('an empty session counts as absent: such runs are not of one program', () => {
    const sessions = [0, 1].map(
      (n) =>
        decodeFunctionRun(record({ session_id: '', timestamp: 1_795_469_000 + n }), NOW).run
          ?.session,
    );
    expect(new Set(sessions).size).toBe(2);
  });

  it('a byte order mark is ignored', () => {
    const { text } = libraryFile(run());
    expect(decodeFunctionFile(`\uFEFF${text}`, NOW)).toEqual(decodeFunctionFile(text, NOW));
  });

  it('a value that is not an object is reported as such', () => {
    for (const text of ['[]', 'null', '7'])
      expect(decodeFunctionFile(text, NOW).problems).toEqual(['not an object']);
  });
});

describe('numbers of a writer', () => {
  const times = (total: unknown, min: unknown = null): object => ({
    call_count: 2,
    wall_time: { total, min, max: null },
  });
  const decoded = (data: object, over: object = {}) =>
    decodeFunctionRun({ ...libraryItem(run()), ...over, data: JSON.stringify(data) }, NOW);
  const timingsOf = (function_summaries: object) => decoded({ function_summaries });

  it('may be Decimals, written as text', () => {
    const summary = {
      call_count: '3',
      wall_time: { total: '1.5', min: '2.5E-1', max: '1' },
      cpu_time: { total: '0.75' },
    };
    const over = { id: '1795469000250000', timestamp: '1795469000.25' };
    expect(decoded({ function_summaries: { load: summary } }, over)).toEqual({
      run: run(),
      problems: [],
    });
  });

  it.each(['', ' ', '0x10', '1e9999', 'Infinity', 'NaN', '1,5', '1_000', '٣'])(
    'are not read from the text %j',
    (text) => {
      const { run: found, problems } = timingsOf({ load: times(text) });
      expect(found?.timings).toEqual([]);
      expect(problems).toEqual(['load: wall_time: not a time']);
    },
  );

  it.each(['2026-11-23T21:23:20.250000', '2026-11-23 21:23:20', '2026-11-23T21:23:20+01:00'])(
    'are not read from the date %s, whose zone is unknown',
    (timestamp) => {
      const item = { ...libraryItem(run()), timestamp };
      expect(decodeFunctionRun(item, NOW)).toEqual({
        run: null,
        problems: ['timestamp: not a time'],
      });
    },
  );

  it('a date without zone leaves a single call without a time', () => {
    const { run: found } = decoded({
      function_summaries: { load: times(2) },
      detailed_results: { load: [{ wall_time: 1, timestamp: '2026-11-23T21:23:20' }] },
    });
    expect(found?.timings[0]?.singles).toEqual([{ wall: 1, at: null }]);
  });

  it('zero is a valid duration; a negative one is named and left out', () => {
    const { run: found, problems } = timingsOf({
      zero: times(0, 0),
      back: times(-0.5),
      least: times(1, -0.25),
    });
    expect(found?.timings.map(({ name, wall, min }) => [name, wall, min])).toEqual([
      ['zero', 0, 0],
      ['least', 1, null],
    ]);
    expect(problems).toEqual(['back: wall_time: not a time']);
  });

  it('of calls are limited to exact integers', () => {
    const calls = (call_count: number): object => ({ ...times(1), call_count });
    const { run: found, problems } = timingsOf({
      most: calls(Number.MAX_SAFE_INTEGER),
      more: calls(2 ** 60),
    });
    expect(found?.timings.map(({ calls: kept }) => kept)).toEqual([Number.MAX_SAFE_INTEGER]);
    expect(problems).toEqual(['more: call_count: not a number of calls']);
  });

  it.each([
    '<lambda>',
    'Outer.<locals>.inner.<locals>.Deep.__init__',
    '__proto__',
    '\u001b[31mred',
  ])('are kept under the name %j', (name) => {
    const summaries: unknown = JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(times(1))}}`);
    expect(timingsOf(summaries as object).run?.timings.map((of) => of.name)).toEqual([name]);
  });
});
