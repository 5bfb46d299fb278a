import { EventEmitter } from 'node:events';
import type { UpdateCheckResult } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Locale } from '../../../../contract/locale.ts';
import { Translator } from '../../../../main/system/i18n.ts';
import type { NoUpdates } from '../../../../main/updates/update-support.ts';
import { Updater, type Question, type UpdateSource } from '../../../../main/updates/updater.ts';

/** electron-updater without a network: it finds `newer`, or fails as set. */
class FakeSource extends EventEmitter implements UpdateSource {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  logger: unknown = null;
  newer: string | null = null;
  fails: Error | null = null;
  readonly calls: string[] = [];

  checkForUpdates(): Promise<UpdateCheckResult | null> {
    this.calls.push('check');
    if (this.fails !== null) return this.#fail(this.fails);
    const result = {
      isUpdateAvailable: this.newer !== null,
      updateInfo: { version: this.newer ?? '1.0.0' },
    };
    return Promise.resolve(result as UpdateCheckResult);
  }

  downloadUpdate(): Promise<string[]> {
    this.calls.push('download');
    return this.fails === null ? Promise.resolve([]) : this.#fail(this.fails);
  }

  quitAndInstall(): void {
    this.calls.push('install');
  }

  /** As the real one does: an event and a rejection. */
  #fail(error: Error): Promise<never> {
    this.emit('error', error);
    return Promise.reject(error);
  }
}

let source: FakeSource;
let asked: Question[];
let answers: number[];
let announced: { version: string; open: () => void }[];
let warnings: string[];
let ended: string[];

beforeEach(() => {
  vi.useFakeTimers();
  source = new FakeSource();
  asked = [];
  answers = [];
  announced = [];
  warnings = [];
  ended = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function updater(reason?: NoUpdates, locale: Locale = 'en'): Updater {
  const silent = (): void => undefined;
  return new Updater({
    support: reason === undefined ? { able: true } : { able: false, reason },
    load: () => Promise.resolve(source),
    version: '1.0.0',
    words: () => new Translator(locale),
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? question.buttons.length - 1);
    },
    announce: (version, open) => announced.push({ version, open }),
    stopApp: () => {
      source.calls.push('stop');
      return Promise.resolve();
    },
    restart: () => ended.push('restarted'),
    logger: {
      debug: silent,
      info: silent,
      warn: (_message, fields) => warnings.push(String(fields?.['detail'])),
      error: silent,
    },
  });
}

const messages = (): string[] => asked.map(({ message }) => message);

describe('what is asked for', () => {
  it('reports that there is nothing newer', async () => {
    await updater().check();
    expect(asked).toEqual([
      { message: 'You have the newest version', detail: 'It is 1.0.0.', buttons: ['OK'] },
    ]);
    expect(source.calls).toEqual(['check']);
  });

  it('downloads and installs only after consent to each, with the app stopped first', async () => {
    source.newer = '1.1.0';
    answers = [0, 0];
    await updater().check();
    expect(asked.map(({ buttons }) => buttons[0])).toEqual(['Download', 'Install and restart']);
    expect(source.calls).toEqual(['check', 'download', 'stop', 'install']);
  });

  it('downloads nothing without consent', async () => {
    source.newer = '1.1.0';
    await updater().check();
    expect(source.calls).toEqual(['check']);
  });

  it('offers what has been downloaded again, without a second download', async () => {
    source.newer = '1.1.0';
    answers = [0, 1];
    const here = updater();
    await here.check();
    expect(source.calls).toEqual(['check', 'download']);
    answers = [0];
    await here.check();
    expect(source.calls).toEqual(['check', 'download', 'check', 'stop', 'install']);
  });

  it('offers a version newer than the downloaded one in its place', async () => {
    source.newer = '1.1.0';
    answers = [0, 1];
    const here = updater();
    await here.check();
    source.newer = '1.2.0';
    await here.lookQuietly();
    expect(announced.map(({ version }) => version)).toEqual(['1.2.0']);
    answers = [0, 0];
    await here.check();
    expect(messages().slice(-2)).toEqual([
      'Version 1.2.0 is available',
      'Version 1.2.0 is ready to install',
    ]);
    expect(source.calls.slice(-3)).toEqual(['download', 'stop', 'install']);
  });

  it('a withdrawn download is not offered', async () => {
    source.newer = '1.1.0';
    answers = [0, 1];
    const here = updater();
    await here.check();
    source.newer = null;
    await here.check();
    expect(messages().at(-1)).toBe('You have the newest version');
  });

  it('offers a downloaded version if the server is unreachable', async () => {
    source.newer = '1.1.0';
    answers = [0, 1];
    const here = updater();
    await here.check();
    source.fails = new Error('offline');
    answers = [0];
    await here.check();
    expect(messages().at(-1)).toBe('Version 1.1.0 is ready to install');
    expect(source.calls.at(-1)).toBe('install');
  });

  it('shows and logs one line of a failure that contains the server’s whole answer', async () => {
    source.fails = new Error(`Cannot parse ${'x'.repeat(1000)}\nrawData: <html>…`);
    await updater().check();
    expect(asked[0]?.detail).toHaveLength(301);
    expect(asked[0]?.detail).toMatch(/^Cannot parse x+…$/u);
    expect(warnings).toEqual([asked[0]?.detail]);
  });

  it('turns off electron-updater’s automatic actions', async () => {
    await updater().check();
    expect(source).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false });
  });

  it('shows why it failed, and logs it once', async () => {
    source.fails = new Error('ENOTFOUND');
    const here = updater();
    await here.check();
    expect(asked).toMatchObject([{ message: 'Could not check for updates', detail: 'ENOTFOUND' }]);
    expect(warnings).toEqual(['ENOTFOUND']);
    source.fails = null;
    await here.check();
    expect(messages().at(-1)).toBe('You have the newest version');
  });

  it('shows a failed download, and can be retried', async () => {
    source.newer = '1.1.0';
    answers = [0];
    const here = updater();
    source.downloadUpdate = () => Promise.reject(new Error('checksum'));
    await here.check();
    expect(messages().at(-1)).toBe('Version 1.1.0 could not be downloaded');
    await here.check();
    expect(messages().at(-1)).toBe('Version 1.1.0 is available');
  });

  it('restarts the app after an installation failed', async () => {
    source.newer = '1.1.0';
    answers = [0, 0];
    await updater().check();
    source.emit('error', new Error('no space'));
    await vi.waitFor(() => {
      expect(ended).toEqual(['restarted']);
    });
    expect(asked.at(-1)).toMatchObject({ detail: 'no space' });
  });

  it('restarts the app once if the installation fails at once', async () => {
    source.newer = '1.1.0';
    answers = [0, 0];
    source.quitAndInstall = () => {
      source.emit('error', new Error('read-only'));
      throw new Error('read-only');
    };
    await updater().check();
    await vi.waitFor(() => {
      expect(ended).toEqual(['restarted']);
    });
    expect(asked.filter(({ detail }) => detail === 'read-only')).toHaveLength(1);
  });

  it('reports that it is busy instead of starting twice', async () => {
    source.newer = '1.1.0';
    const download = Promise.withResolvers<string[]>();
    source.downloadUpdate = () => download.promise;
    answers = [0];
    const here = updater();
    const first = here.check();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    await here.check();
    expect(asked.at(-1)).toMatchObject({ message: 'One moment', buttons: ['OK'] });
    download.resolve([]);
    await first;
    expect(source.calls).toEqual(['check']);
  });

  it('asks in the language of the user', async () => {
    source.newer = '1.1.0';
    answers = [0, 1];
    await updater(undefined, 'de').check();
    expect(asked.map(({ message, buttons }) => [message, ...buttons])).toEqual([
      ['Version 1.1.0 ist da', 'Herunterladen', 'Nicht jetzt'],
      ['Version 1.1.0 kann installiert werden', 'Installieren und neu starten', 'Nicht jetzt'],
    ]);
    expect(asked[0]?.detail).toContain('Dies ist Version 1.0.0.');
  });

  it('reports why a copy cannot update itself, without loading the updater', async () => {
    const here = updater('package');
    await here.check();
    here.setDaily(true);
    await vi.advanceTimersByTimeAsync(48 * 3600_000);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.detail).toContain('system package');
    expect(source.calls).toEqual([]);
  });
});

describe('the daily look', () => {
  it('checks after ten minutes and then every day, until it is stopped', async () => {
    const here = updater();
    here.setDaily(true);
    // Said again with every change of the settings.
    here.setDaily(true);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(source.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3 * 24 * 3600_000);
    expect(source.calls).toHaveLength(4);
    here.stop();
    await vi.advanceTimersByTimeAsync(3 * 24 * 3600_000);
    expect(source.calls).toHaveLength(4);
  });

  it('the daily check ends when the user turns it off, and resumes when it is turned on again', async () => {
    const here = updater();
    here.setDaily(false);
    await vi.advanceTimersByTimeAsync(3 * 24 * 3600_000);
    expect(source.calls).toEqual([]);
    here.setDaily(true);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(source.calls).toHaveLength(1);
    here.setDaily(false);
    await vi.advanceTimersByTimeAsync(3 * 24 * 3600_000);
    expect(source.calls).toHaveLength(1);
    // A request of the user is still answered.
    await here.check();
    expect(source.calls).toHaveLength(2);
  });

  it('announces a version once, without a question, and offers it on a click', async () => {
    source.newer = '1.1.0';
    const here = updater();
    await here.lookQuietly();
    await here.lookQuietly();
    expect(announced).toHaveLength(1);
    expect(asked).toEqual([]);
    announced[0]?.open();
    await vi.waitFor(() => {
      expect(messages()).toEqual(['Version 1.1.0 is available']);
    });
  });

  it('only logs a failure', async () => {
    source.fails = new Error('offline');
    await updater().lookQuietly();
    expect(asked).toEqual([]);
    expect(warnings).toEqual(['offline']);
  });
});
