import { usePreferredLanguages } from '@vueuse/core';
import { computed, watchEffect } from 'vue';
import { useI18n } from 'vue-i18n';
import { chooseLocale } from '../i18n.ts';
import { useSettingsStore } from '../stores/settings.ts';

/** Shows the texts in the language that the user chose, or the system's, and says so on the document. */
export function useLanguage(): void {
  const { locale } = useI18n({ useScope: 'global' });
  const store = useSettingsStore();
  const preferred = usePreferredLanguages();
  const chosen = computed(() => chooseLocale(store.settings.display.locale, preferred.value));
  watchEffect(() => {
    locale.value = chosen.value;
    document.documentElement.lang = chosen.value;
  });
}
