import { onScopeDispose } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useToastsStore } from '../stores/toasts.ts';

/** Says of a link that led nowhere that it did: the shell opens the overview for it (`UNKNOWN_LINK_PATH`). */
export function useLinks(): void {
  const { t } = useI18n();
  const router = useRouter();
  const toasts = useToastsStore();
  onScopeDispose(
    router.afterEach(({ query }, _from, failure) => {
      if (failure !== undefined || query['link'] === undefined) return;
      toasts.tell(t('link.unknown'));
      const { link: _, ...others } = query;
      void router.replace({ query: others });
    }),
  );
}
