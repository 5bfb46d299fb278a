import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startOfTomorrow } from '../../../contract/tomorrow.ts';

/** A local time as Unix seconds. */
const local = (...parts: [number, number, number, number, number]): number =>
  new Date(...parts).getTime() / 1000;

it.each([
  ['the morning', local(2026, 10, 30, 8, 15), local(2026, 11, 1, 0, 0)],
  ['the last minute', local(2026, 11, 31, 23, 59), local(2027, 0, 1, 0, 0)],
  ['midnight itself', local(2026, 2, 29, 0, 0), local(2026, 2, 30, 0, 0)],
])('tomorrow begins at the next local midnight: from %s', (_name, now, midnight) => {
  expect(startOfTomorrow(now)).toBe(midnight);
});

it.each([
  ['Europe/Berlin', 'the clocks are put forward', '2026-03-28T23:30Z', '2026-03-29T22:00Z'],
  ['Europe/Berlin', 'the clocks are put back', '2026-10-24T22:30Z', '2026-10-25T23:00Z'],
  ['Africa/Cairo', 'there is no midnight', '2026-04-23T20:00Z', '2026-04-23T22:00Z'],
])('in %s, where %s, tomorrow begins when the day does', (zone, _case, now, midnight) => {
  const file = join(import.meta.dirname, '../../../contract/tomorrow.ts');
  const work = `const { startOfTomorrow } = await import(${JSON.stringify(file)});
    console.log(startOfTomorrow(${String(Date.parse(now) / 1000)}));`;
  const env = { ...process.env, TZ: zone };
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', work], { env });
  expect(Number(said)).toBe(Date.parse(midnight) / 1000);
});
