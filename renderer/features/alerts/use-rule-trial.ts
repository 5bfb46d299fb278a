import { watchDebounced } from '@vueuse/core';
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { RequestInput } from '../../../contract/requests.ts';
import { useFormat } from '../../lib/use-format.ts';
import { createQuery } from '../../stores/query.ts';

const TYPING_PAUSE_MS = 300;

/**
 * How often a rule that is being typed would have fired, in words: empty if there is no valid one, `…` until it is
 * known.
 */
export function useRuleTrial(tried: () => RequestInput<'tryRule'> | null) {
  const { t } = useI18n();
  const { number } = useFormat();
  const trial = createQuery('tryRule');
  const key = computed(() => JSON.stringify(tried()));
  watchDebounced(
    key,
    () => {
      const input = tried();
      if (input === null) trial.clear();
      else void trial.load(input);
    },
    { debounce: TYPING_PAUSE_MS, immediate: true },
  );

  const words = computed(() => {
    if (tried() === null || trial.error.value !== null) return '';
    const times = trial.data.value?.times;
    if (times === undefined || JSON.stringify(trial.input.value) !== key.value) return '…';
    return t('alerts.wouldFire', { n: number(times) }, times);
  });

  return { words, error: trial.error };
}
