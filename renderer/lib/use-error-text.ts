import { useI18n } from 'vue-i18n';
import type { AppError } from '../../contract/errors.ts';

/** An error in the user's language. */
export interface ErrorText {
  /** What happened. */
  readonly title: string;
  /** What to do about it. */
  readonly hint: string;
  /** What happened in the app's English words, if the title is in another language. */
  readonly detail: string | null;
}

/**
 * Errors in the user's language. The app words them in English, more exactly than a code can: English shows those
 * words, other languages their own text for the code, with the English one as a detail.
 */
export function useErrorText() {
  const { t, locale } = useI18n({ useScope: 'global' });

  return function errorText({ code, message, hint }: AppError): ErrorText {
    const title = t(`error.${code}.title`);
    const advice = t(`error.${code}.hint`);
    if (locale.value === 'en') {
      return { title: message || title, hint: hint || advice, detail: null };
    }
    const detail = [message, hint].filter((text) => text !== '').join(' ');
    return { title, hint: advice, detail: detail === '' ? null : detail };
  };
}
