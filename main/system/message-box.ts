import { app, dialog, type MessageBoxOptions } from 'electron';
import type { Translator } from './i18n.ts';

/** Shows a system dialog without a parent window and without blocking anything. */
export async function tellInBox(
  words: Translator,
  box: Required<Pick<MessageBoxOptions, 'type' | 'message' | 'detail'>>,
): Promise<void> {
  await dialog.showMessageBox({ ...box, title: app.getName(), buttons: [words.t('updates.ok')] });
}
