import { app } from 'electron';
import type { Logger } from '../../platform/log/log.ts';
import type { Translator } from '../system/i18n.ts';
import { createLoginItem } from './login-item.ts';
import { tellInBox } from '../system/message-box.ts';
import { startAtLogin, type StartAtLogin } from './start-at-login.ts';

/** The name of the system setting that may have forbidden the start. */
const REFUSED = { linux: 'app.login.linux', darwin: 'app.login.mac' } as const;

/** The start of this app at login; null if it is not installed and so cannot be started. */
export function ownStartAtLogin(words: () => Translator, logger: Logger): StartAtLogin | null {
  if (!app.isPackaged) return null;
  return startAtLogin({
    item: createLoginItem(app),
    logger,
    onRefused: (detail) => {
      tell(words(), detail);
    },
  });
}

function tell(words: Translator, detail: string | null): void {
  const { platform } = process;
  const hint = words.t(
    platform === 'linux' || platform === 'darwin' ? REFUSED[platform] : 'app.login.windows',
  );
  void tellInBox(words, {
    type: 'warning',
    message: words.t('app.login.title'),
    detail: detail === null ? hint : `${hint}\n\n${detail}`,
  });
}
