import { onScopeDispose } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useToastsStore } from '../stores/toasts.ts';

/** Reports a link that led nowhere: for it, the shell opens the overview with `link` in the query. */
export function useLinks(): void {
  const { t } = useI18n();
  const router = useRouter();
  const toasts = useToastsStore();
  onScopeDispose(
    router.beforeEach(({ path, query }) => {
      if (query['link'] === undefined) return true;
      toasts.tell(t('link.unknown'));
      const { link: _, ...others } = query;
      return { path, query: others, replace: true };
    }),
  );
}
