import { expect, it } from 'vitest';
import { zoneOffset } from '../../../platform/zone-offset.ts';

const at = (iso: string) => Date.parse(iso) / 1000;

it('a zone’s offset from UTC is larger in summer', () => {
  expect(zoneOffset('Europe/Berlin', at('2026-01-15T12:00Z'))).toBe(3600);
  expect(zoneOffset('Europe/Berlin', at('2026-07-15T12:00Z'))).toBe(7200);
  expect(zoneOffset('America/St_Johns', at('2026-01-15T12:00Z'))).toBe(-12_600);
  expect(zoneOffset('UTC', at('2026-01-15T12:00Z'))).toBe(0);
});

it('the zone of this machine is that of its clock', () => {
  const time = at('2026-07-15T12:00Z');
  expect(zoneOffset('local', time)).toBe(-new Date(time * 1000).getTimezoneOffset() * 60);
});
