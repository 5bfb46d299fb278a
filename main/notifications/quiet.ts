import { HOUR_S, MINUTE_S } from '../../contract/time.ts';
import { startOfTomorrow } from '../../contract/tomorrow.ts';
import type { Translator } from '../system/i18n.ts';

/** A pause of the notifications, in Unix seconds; 0 until nothing: there is none. */
export interface Pause {
  quietFrom: number;
  quietUntil: number;
}

/**
 * Whether a pause lasts at `now`. A clock that has been set back to before it began has nothing to do with its end: it
 * would last for as long as the clock was wrong.
 */
export function isPaused({ quietFrom, quietUntil }: Pause, now: number): boolean {
  return now < quietUntil && now >= quietFrom - MINUTE_S;
}

/** For how long notifications can be paused. */
export const PAUSES = [
  {
    id: 'pause-1h',
    label: (words: Translator) => words.t('tray.pause.hours', { n: 1 }),
    until: (now: number) => now + HOUR_S,
  },
  {
    id: 'pause-8h',
    label: (words: Translator) => words.t('tray.pause.hours', { n: 8 }),
    until: (now: number) => now + 8 * HOUR_S,
  },
  {
    id: 'pause-tomorrow',
    label: (words: Translator) => words.t('tray.pause.tomorrow'),
    until: startOfTomorrow,
  },
] as const;
