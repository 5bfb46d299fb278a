import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import {
  dollarsText,
  numberText,
  percentText,
  rateText,
  shortText,
} from '../../locales/numbers.ts';
import { regionalLocale } from './format/locale.ts';
import { createTimeFormat, durationParts, type TimeFormatOptions } from './format/time.ts';
import { useClockStore } from '../stores/clock.ts';
import { useSettingsStore } from '../stores/settings.ts';

/** Numbers, times and ages in the user's language, zone and hour cycle; reactive to all three. */
export function useFormat() {
  const { t, locale } = useI18n();
  const store = useSettingsStore();
  const clock = useClockStore();
  const region = computed(() => regionalLocale(locale.value, navigator.languages));
  const timeOptions = computed<TimeFormatOptions>(() => {
    const { timeZone, hourCycle } = store.settings.display;
    return { locale: region.value, timeZone, hourCycle };
  });
  const time = computed(() => createTimeFormat(timeOptions.value));

  /** A time (Unix seconds) relative to today: `14:02` today, else with its date. */
  const momentFromNow = (seconds: number): string => time.value.moment(seconds, clock.now);

  /** `40 s`, `7 min`, `1 h 54 min`. */
  function span(seconds: number): string {
    const [large = '', small] = durationParts(seconds).map(({ unit, count }) =>
      t(`time.span.${unit}`, { n: count }),
    );
    return small === undefined ? large : t('time.pair', { large, small });
  }

  /** `40 s ago`, `1 h 54 min ago`. */
  const ago = (seconds: number): string => t('time.ago', { span: span(seconds) });

  /** Like `ago`, but constant within the first minute: for rows that should not change every second. */
  const agoCoarse = (seconds: number): string => (seconds < 60 ? t('time.justNow') : ago(seconds));

  return {
    region,
    time,
    timeOptions,
    momentFromNow,
    ago,
    agoCoarse,
    span,
    percent: (value: number | null | undefined) => percentText(value, region.value),
    number: (value: number | null | undefined, decimals = 0) =>
      numberText(value, region.value, decimals),
    short: (value: number | null | undefined) => shortText(value, region.value),
    /** US dollars; a dash if unknown. */
    dollars: (value: number | null | undefined) =>
      value === null || value === undefined
        ? numberText(null, region.value)
        : dollarsText(value, region.value),
    rate: (value: number | null | undefined) => rateText(value, region.value),
  };
}
