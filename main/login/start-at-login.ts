import type { Logger } from '../../platform/log/log.ts';
import type { LoginItem } from './login-item.ts';

/** The entry that starts the app at login; the system may refuse a change. */
export interface StartAtLogin {
  isEnabled: () => boolean;
  setEnabled: (enabled: boolean) => void;
}

/** The entry, and the receiver of refusals. */
export interface StartAtLoginOptions {
  item: LoginItem;
  logger: Logger;
  /** Called if the system did not make the change, with its message if there is one. */
  onRefused: (detail: string | null) => void;
}

/** The login item for a menu: a refusal of the system is neither thrown nor silent. */
export function startAtLogin({ item, logger, onRefused }: StartAtLoginOptions): StartAtLogin {
  const attempt = (work: () => void): string | null => {
    try {
      work();
      return null;
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      logger.warn('the login item could not be changed', { detail });
      return detail;
    }
  };
  attempt(() => {
    item.repair();
  });
  return {
    isEnabled: () => item.isEnabled(),
    setEnabled: (enabled) => {
      const detail = attempt(() => {
        item.setEnabled(enabled);
      });
      if (item.isEnabled() !== enabled) onRefused(detail);
    },
  };
}
