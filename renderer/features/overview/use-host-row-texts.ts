import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { MINUTE_S } from '../../../contract/time.ts';
import { percentText, UNKNOWN } from '../../../locales/numbers.ts';
import { useHostHref } from '../../app/use-host-href.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useMetricFormat } from '../../lib/use-metric-format.ts';
import { useOutlookTexts } from './use-outlook-texts.ts';
import type { HostRowTexts } from './host-row.ts';

/** Stands for the name in a text until it is filled in. No hostname holds it. */
const NAME_MARK = '\0';
/** So many texts of a kind are remembered. */
const MAX_REMEMBERED = 5000;

/** The texts of the list's rows. Translating one takes longer than all else that a row costs, so they are remembered. */
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
      // In minutes, as they are shown.
      age: (seconds) => {
        const minutes = seconds < MINUTE_S ? 0 : Math.round(seconds / MINUTE_S);
        return remembered(ages, minutes, () => agoCoarse(minutes * MINUTE_S));
      },
      // One decimal is shown.
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
