import { usePreferredLanguages } from '@vueuse/core';
import { computed, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { chooseLocale } from '../../contract/locale.ts';
import { loadLocale } from '../app/i18n.ts';
import { useSettingsStore } from '../stores/settings.ts';

/** Shows the texts in the user's language, or the system's, and sets it on the document. */
export function useLanguage(): void {
  const { locale } = useI18n({ useScope: 'global' });
  const store = useSettingsStore();
  const preferred = usePreferredLanguages();
  const chosen = computed(() => chooseLocale(store.settings.display.locale, preferred.value));
  watch(
    chosen,
    async (wanted) => {
      await loadLocale(wanted);
      // Another may have been chosen while the texts were loading.
      if (wanted !== chosen.value) return;
      locale.value = wanted;
      document.documentElement.lang = wanted;
    },
    { immediate: true },
  );
}
