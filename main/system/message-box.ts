import { app, dialog, type MessageBoxOptions } from 'electron';
import type { Translator } from './i18n.ts';

/**
 * Says something in the system's dialog, without a window that it would belong to and without stopping anything
 * meanwhile.
 */
export async function tellInBox(
  words: Translator,
  box: Required<Pick<MessageBoxOptions, 'type' | 'message' | 'detail'>>,
): Promise<void> {
  await dialog.showMessageBox({ ...box, title: app.getName(), buttons: [words.t('updates.ok')] });
}
