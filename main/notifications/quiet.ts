import { HOUR_S, MINUTE_S } from '../../contract/time.ts';
import { startOfTomorrow } from '../../contract/tomorrow.ts';
import type { Translator } from '../system/i18n.ts';

/** A pause of the notifications, in Unix seconds; `until` 0: none. */
export interface Pause {
  quietFrom: number;
  quietUntil: number;
}

/**
 * Whether a pause is in effect at `now`. If the clock was set back to before its start, it is not: it would last for as
 * long as the clock was wrong.
 */
export function isPaused({ quietFrom, quietUntil }: Pause, now: number): boolean {
  return now < quietUntil && now >= quietFrom - MINUTE_S;
}

/** The durations of a pause. */
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
