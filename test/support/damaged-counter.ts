import type { Logger } from '../../platform/log/log.ts';

/** A logger that counts a store's reports of damage. */
export class DamagedCounter implements Logger {
  readonly debug = (): void => undefined;
  readonly info = (): void => undefined;
  readonly warn = (): void => undefined;
  files = 0;
  rows = 0;

  error(message: string): void {
    if (message.includes('set aside')) this.files += 1;
    if (message.includes('mended')) this.rows += 1;
  }
}
