import type { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAppUpdater } from '../../../../main/updates/app-updater.ts';
import { Translator } from '../../../../main/system/i18n.ts';
import type { Updater } from '../../../../main/updates/updater.ts';
import { silentLogger } from '../../../support/test-engine.ts';

const { calls, sources, spawned } = vi.hoisted(() => ({
  calls: [] as string[],
  sources: [] as EventEmitter[],
  spawned: [] as string[],
}));

vi.mock('electron', () => ({
  app: {
    getName: () => 'Py-Perf Desktop',
    getVersion: () => '1.0.0',
    releaseSingleInstanceLock: () => calls.push('release'),
    relaunch: () => calls.push('relaunch'),
    exit: () => calls.push('exit'),
  },
  dialog: { showMessageBox: () => Promise.resolve({ response: 0 }) },
}));

vi.mock('node:child_process', () => ({
  spawn: (program: string) => {
    spawned.push(program);
    return { on: () => ({ unref: () => undefined }) };
  },
}));

vi.mock('electron-updater', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  class FakeUpdater extends Emitter {
    httpExecutor = {
      createRequest: () => undefined,
      addRedirectHandlers: () => undefined,
      request: () => undefined,
    };
    readonly kind: string;
    constructor(kind: string) {
      super();
      this.kind = kind;
      sources.push(this);
    }
    checkForUpdates = (): Promise<unknown> =>
      Promise.resolve({ isUpdateAvailable: true, updateInfo: { version: '1.1.0' } });
    downloadUpdate = (): Promise<string[]> => Promise.resolve([]);
    quitAndInstall = (): void => {
      calls.push(`install by ${this.kind}`);
    };
  }
  class AppImageUpdater extends FakeUpdater {
    constructor() {
      super('AppImageUpdater');
    }
  }
  return { default: { AppImageUpdater, autoUpdater: new FakeUpdater('autoUpdater') } };
});

const { platform, execPath } = process;

/** This process as one of a packaged app. */
function pretend(system: NodeJS.Platform, program = execPath): void {
  Object.defineProperty(process, 'platform', { value: system });
  process.execPath = program;
}

function updater(): Updater {
  return createAppUpdater({
    logger: silentLogger,
    stopApp: () => {
      calls.push('stop');
      return Promise.resolve();
    },
    support: { able: true },
    words: () => new Translator('en'),
  });
}

async function failInstallation(): Promise<void> {
  await updater().check();
  sources.at(-1)?.emit('error', new Error('read-only'));
  await vi.waitFor(() => {
    expect(calls).toContain('exit');
  });
}

beforeEach(() => {
  calls.length = 0;
  spawned.length = 0;
});

afterEach(() => {
  pretend(platform);
  vi.unstubAllEnvs();
});

it('installs an AppImage as one, despite a deb’s mark in it', async () => {
  pretend('linux');
  await updater().check();
  expect(calls.at(-1)).toBe('install by AppImageUpdater');
});

it('leaves the choice to electron-updater on other systems', async () => {
  pretend('win32');
  await updater().check();
  expect(calls.at(-1)).toBe('install by autoUpdater');
});

it('releases the single instance before the new version starts', async () => {
  await updater().check();
  expect(calls.slice(0, 2)).toEqual(['stop', 'release']);
});

it('starts an AppImage again from its file, not from the mount that ends with this process', async () => {
  pretend('linux', '/tmp/.mount_py/py-perf-desktop');
  vi.stubEnv('APPIMAGE', '/home/me/py-perf-desktop.AppImage');
  vi.stubEnv('APPDIR', '/tmp/.mount_py');
  await failInstallation();
  expect(spawned).toEqual(['/home/me/py-perf-desktop.AppImage']);
  expect(calls).not.toContain('relaunch');
});

it('starts any other copy again by Electron', async () => {
  pretend('linux');
  await failInstallation();
  expect(spawned).toEqual([]);
  expect(calls.slice(-2)).toEqual(['relaunch', 'exit']);
});
