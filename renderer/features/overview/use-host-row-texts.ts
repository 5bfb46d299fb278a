import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { MINUTE_S } from '../../../contract/time.ts';
import { percentText, UNKNOWN } from '../../../locales/numbers.ts';
import { useHostHref } from '../../app/use-host-href.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useMetricFormat } from '../../lib/use-metric-format.ts';
import { useOutlookTexts } from './use-outlook-texts.ts';
import type { HostRowTexts } from './host-row.ts';

/** A placeholder for the name in a cached text. No hostname contains it. */
const NAME_MARK = '\0';
/** The most cached texts of a kind. */
const MAX_REMEMBERED = 5000;

/** The texts of the list's rows. Translating takes longer than all else in a row, so they are cached. */
export function useHostRowTexts(): ComputedRef<HostRowTexts> {
  const { t } = useI18n();
  const { agoCoarse, region } = useFormat();
  const { withUnit } = useMetricFormat();
  const outlookTexts = useOutlookTexts();
  const href = useHostHref();

  return computed(() => {
    const [before = '', after = ''] = t('table.select', { host: NAME_MARK }).split(NAME_MARK);
    const locale = region.value;
    const layouts = new Map<string, string>();
    const ages = new Map<number, string>();
    const percents = new Map<number, string>();
    return {
      select: (hostname) => `${before}${hostname}${after}`,
      layout: (layout) => remembered(layouts, layout, () => t(`layout.${layout}`)),
      // In minutes, as shown.
      age: (seconds) => {
        const minutes = seconds < MINUTE_S ? 0 : Math.round(seconds / MINUTE_S);
        return remembered(ages, minutes, () => agoCoarse(minutes * MINUTE_S));
      },
      // One decimal, as shown.
      percent: (value) =>
        value === null
          ? UNKNOWN
          : remembered(percents, Math.round(value * 10), () => percentText(value, locale)),
      withUnit,
      ...outlookTexts,
      href,
    };
  });
}

function remembered<K>(texts: Map<K, string>, key: K, make: () => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= MAX_REMEMBERED) texts.clear();
  const made = make();
  texts.set(key, made);
  return made;
}
