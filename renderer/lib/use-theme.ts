import { createSharedComposable, usePreferredDark } from '@vueuse/core';
import { computed, watch } from 'vue';
import { useSettingsStore } from '../stores/settings.ts';

/** Applies the user's theme, or the system's, to the document. */
export const useTheme = createSharedComposable(() => {
  const store = useSettingsStore();
  const prefersDark = usePreferredDark();
  const theme = computed(() => {
    const chosen = store.settings.display.theme;
    if (chosen !== 'system') return chosen;
    return prefersDark.value ? 'dark' : 'light';
  });
  // At once, because charts read the theme's tokens as soon as it changes.
  watch(
    theme,
    (name) => {
      document.documentElement.dataset['theme'] = name;
    },
    { immediate: true, flush: 'sync' },
  );
  return { theme };
});
