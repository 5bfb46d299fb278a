import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { numberText, percentText, rateText, shortText } from '../../locales/numbers.ts';
import { regionalLocale } from './format/locale.ts';
import { ageOf, createTimeFormat } from './format/time.ts';
import { useSettingsStore } from '../stores/settings.ts';

/** Numbers, times and ages in the user's language, zone and hour cycle; reactive to all three. */
export function useFormat() {
  const { t, locale } = useI18n();
  const store = useSettingsStore();
  const region = computed(() => regionalLocale(locale.value, navigator.languages));
  const time = computed(() => {
    const { timeZone, hourCycle } = store.settings.display;
    return createTimeFormat({ locale: region.value, timeZone, hourCycle });
  });

  /** `40 s ago`, `7 min ago`. */
  function ago(seconds: number): string {
    const { unit, count } = ageOf(seconds);
    return t(`time.ago.${unit}`, { n: count });
  }

  /** As `ago`, but quiet within the first minute: for rows that should not move every second. */
  function agoCoarse(seconds: number): string {
    return seconds < 60 ? t('time.justNow') : ago(seconds);
  }

  /** `40 s`, `7 min`. */
  function span(seconds: number): string {
    const { unit, count } = ageOf(seconds);
    return t(`time.span.${unit}`, { n: count });
  }

  return {
    region,
    time,
    ago,
    agoCoarse,
    span,
    percent: (value: number | null | undefined) => percentText(value, region.value),
    number: (value: number | null | undefined, decimals = 0) =>
      numberText(value, region.value, decimals),
    short: (value: number | null | undefined) => shortText(value, region.value),
    rate: (value: number | null | undefined) => rateText(value, region.value),
  };
}
