import { useI18n } from 'vue-i18n';
import { useFormat } from '../../lib/use-format.ts';

/** Times of functions, changes and ratios in the user's language. */
export function useFunctionFormat() {
  const { t } = useI18n();
  const { number, span } = useFormat();
  const percent = (share: number): string => t('functions.unit.percent', { n: number(share) });

  /** Seconds in a suitable unit, three digits. */
  function duration(seconds: number | null | undefined): string {
    if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
    if (seconds >= 120) return span(Math.round(seconds));
    const [unit, value] =
      seconds >= 1
        ? (['s', seconds] as const)
        : seconds >= 1e-3
          ? (['ms', seconds * 1e3] as const)
          : (['us', seconds * 1e6] as const);
    const decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return t(`functions.unit.${unit}`, { n: number(value, decimals) });
  }

  /** `+12 %`: the change of a mean; empty without an earlier one. */
  function change(mean: number, before: number | null): string {
    if (before === null || before <= 0) return '–';
    const share = (mean / before - 1) * 100;
    return `${share >= 0 ? '+' : '−'}${percent(Math.abs(share))}`;
  }

  /** `computing`, `waiting`, or both, by the share of CPU time. */
  function work(share: number | null): string {
    if (share === null) return '–';
    const key = share >= 0.7 ? 'computing' : share <= 0.3 ? 'waiting' : 'both';
    return `${percent(share * 100)} ${t(`functions.work.${key}`)}`;
  }

  return { duration, change, work };
}
