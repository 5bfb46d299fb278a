import { shell } from 'electron';
import { logFolder } from '../../platform/log/file-logger.ts';
import type { Translator } from './i18n.ts';
import { tellInBox } from './message-box.ts';

/** Shows the log folder in the system's file manager, or its path if there is none. */
export async function openLogs(dataDir: string, words: Translator): Promise<void> {
  const folder = logFolder(dataDir);
  const problem = await shell.openPath(folder);
  if (problem === '') return;
  const detail = `${folder}\n\n${problem}`;
  await tellInBox(words, { type: 'warning', message: words.t('app.logs'), detail });
}
