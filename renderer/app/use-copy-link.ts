import { useI18n } from 'vue-i18n';
import { useRoute } from 'vue-router';
import { linkTo } from '../../contract/links.ts';
import { copyText } from '../lib/save-file.ts';
import { useToastsStore } from '../stores/toasts.ts';

/** A function that copies a link to the current view and confirms it. */
export function useCopyLink(): () => Promise<void> {
  const { t } = useI18n();
  const route = useRoute();
  const toasts = useToastsStore();
  return async () => {
    // The number of a run is valid in this store only: the link leads to the list.
    const path = route.name === 'function-run' ? '/functions/runs' : route.fullPath;
    const error = await copyText(linkTo(path));
    toasts.tell(error === null ? t('link.copied') : error.message);
  };
}
