import { HOUR } from '../contract/time.ts';
import type { Words } from './i18n.ts';

/** For how long notifications can be paused. */
export const PAUSES = [
  {
    id: 'pause-1h',
    label: (words: Words) => words.t('tray.pause.hours', { n: 1 }),
    until: (now: number) => now + HOUR,
  },
  {
    id: 'pause-8h',
    label: (words: Words) => words.t('tray.pause.hours', { n: 8 }),
    until: (now: number) => now + 8 * HOUR,
  },
  {
    id: 'pause-tomorrow',
    label: (words: Words) => words.t('tray.pause.tomorrow'),
    until: startOfTomorrow,
  },
] as const;

/** Local midnight after `now` (Unix seconds). */
function startOfTomorrow(now: number): number {
  const date = new Date(now * 1000);
  date.setHours(24, 0, 0, 0);
  return date.getTime() / 1000;
}
