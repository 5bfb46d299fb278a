import { shell } from 'electron';
import { logFolder } from '../../platform/log/file-logger.ts';
import type { Translator } from './i18n.ts';
import { tellInBox } from './message-box.ts';

/** Shows the folder of the logs in the system's file manager; says where it lies where there is none that shows it. */
export async function openLogs(dataDir: string, words: Translator): Promise<void> {
  const folder = logFolder(dataDir);
  const problem = await shell.openPath(folder);
  if (problem === '') return;
  const detail = `${folder}\n\n${problem}`;
  await tellInBox(words, { type: 'warning', message: words.t('app.logs'), detail });
}
