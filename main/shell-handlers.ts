import type { App } from 'electron';
import type { ShellHandlers } from '../contract/ipc.ts';
import { listProfiles } from '../platform/aws-config.ts';

/** What the shell itself answers. */
export function createShellHandlers(app: Pick<App, 'getVersion'>): ShellHandlers {
  return {
    appInfo: () => ({
      version: app.getVersion(),
      platform: process.platform,
      arch: process.arch,
      host: 'electron' in process.versions ? 'electron' : 'chromium-stand-in',
    }),
    listProfiles,
  };
}
