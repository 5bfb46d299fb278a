import { join } from 'node:path';
import { expect, test as base } from './fixture.ts';
import type { App } from './hosts/app.ts';

/**
 * What the stand-in takes for granted about Electron, tried on a tiny app. Passing on the stand-in these specs check the
 * stand-in; passing on Electron they check that it is true.
 */
interface Tiny {
  modules: string[];
  nested: { list: number[] };
  invoke: (channel: string, value?: unknown) => Promise<unknown>;
  count: (count: number) => void;
  onCounted: (listener: (value: number) => void) => () => void;
  fail: () => void;
}
interface TinyMain {
  tiny: { events: string[]; mayClose: boolean; mayQuit: boolean; menu: Electron.Menu };
}
type TinyPage = { tiny: Tiny } & typeof globalThis;

const APP = join(import.meta.dirname, 'tiny-app');

const test = base.extend<{ app: App }>({
  app: async ({ launch }, use) => {
    const app = await launch({ app: APP });
    // It shows itself once it has been drawn.
    await expect.poll(() => app.isVisible()).toBe(true);
    await use(app);
  },
});

const eventsOf = (app: App): Promise<string[]> =>
  app.evaluate(() => (globalThis as unknown as TinyMain).tiny.events, null);

test('carries what structured clone carries, and says what it cannot', async ({ app }) => {
  const found = await app.window.evaluate(async () => {
    const { tiny } = globalThis as TinyPage;
    const echo = async (value: unknown): Promise<string> => {
      try {
        const back = await tiny.invoke('echo', value);
        const items: unknown[] = back instanceof Map || back instanceof Set ? [...back] : [back];
        return `${Object.prototype.toString.call(back)} ${items.map(String).join()}`;
      } catch (error) {
        return (error as Error).message;
      }
    };
    return {
      undefined: await echo(undefined),
      date: await echo(new Date(0).getTime()),
      big: await echo(12n),
      map: await echo(new Map([['a', 1]])),
      set: await echo(new Set([1, 2])),
      floats: await echo(Float32Array.of(0.5, Number.NaN)),
      buffer: await echo(new Uint8Array([1]).buffer),
      list: await echo([1, [2]]),
      function: (await echo(() => 1)).includes('could not be cloned'),
    };
  });
  expect(found).toEqual({
    undefined: '[object Undefined] undefined',
    date: '[object Number] 0',
    big: '[object BigInt] 12',
    map: '[object Map] a,1',
    set: '[object Set] 1,2',
    floats: '[object Float32Array] 0.5,NaN',
    buffer: '[object ArrayBuffer] [object ArrayBuffer]',
    list: '[object Array] 1,2',
    function: true,
  });
});

test('turns failures into messages', async ({ app }) => {
  const messages = await app.window.evaluate(async () => {
    const { tiny } = globalThis as TinyPage;
    const messageOf = (channel: string): Promise<string> =>
      tiny.invoke(channel).then(
        () => 'no failure',
        (error: unknown) => (error as Error).message,
      );
    return [await messageOf('fail'), await messageOf('nobody'), await messageOf('function')];
  });
  expect(messages).toEqual([
    "Error invoking remote method 'fail': TypeError: as asked",
    "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    "Error invoking remote method 'function': Error: An object could not be cloned.",
  ]);
});

test('gives the page a frozen copy, and the preload a sandbox', async ({ app }) => {
  const found = await app.window.evaluate(() => {
    const { tiny } = globalThis as TinyPage;
    let thrown: unknown;
    try {
      tiny.fail();
    } catch (error) {
      thrown = error;
    }
    return {
      modules: tiny.modules,
      frozen: Object.isFrozen(tiny) && Object.isFrozen(tiny.nested),
      message: (thrown as Error).message,
      code: 'code' in (thrown as object),
      node: ['process', 'require', 'Buffer'].filter((name) => name in globalThis),
    };
  });
  expect(found).toEqual({
    modules: ['electron', 'timers', 'url'],
    frozen: true,
    message: 'from the preload',
    code: false,
    node: [],
  });
});

test('delivers events in their order, until the listener is removed', async ({ app }) => {
  const counted = await app.window.evaluate(async () => {
    const { tiny } = globalThis as TinyPage;
    const heard: number[] = [];
    const until = async (length: number): Promise<void> => {
      while (heard.length < length) await tiny.invoke('echo', heard.length);
    };
    const stop = tiny.onCounted((value) => heard.push(value));
    tiny.count(30);
    await until(30);
    stop();
    const others: number[] = [];
    tiny.onCounted((value) => others.push(value));
    tiny.count(1);
    while (others.length === 0) await tiny.invoke('echo', null);
    return heard;
  });
  expect(counted).toEqual(Array.from({ length: 30 }, (_, index) => index));
});

test('serves a scheme of the app\u2019s own, with its policy, and says who asks', async ({
  app,
}) => {
  expect(await app.window.evaluate(() => (globalThis as TinyPage).tiny.invoke('sender'))).toEqual([
    'tiny://app/index.html',
    null,
  ]);
  const ran = await app.window.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    return 'inlineRan' in globalThis;
  });
  expect(ran).toBe(false);
});

test('asks the app before it navigates or opens a window', async ({ app }) => {
  const [opened, url] = await app.window.evaluate(async () => {
    const before = location.href;
    const other = window.open('https://example.com/popup');
    location.href = 'https://example.com/away';
    const { tiny } = globalThis as TinyPage;
    await tiny.invoke('echo', null);
    return [other !== null, before] as const;
  });
  expect(opened).toBe(false);
  await expect
    .poll(() => eventsOf(app))
    .toEqual([
      'web-contents-created',
      'ready-to-show',
      'open https://example.com/popup',
      'will-navigate https://example.com/away',
    ]);
  expect(app.window.url()).toBe(url);
});

test('lets the app keep a window that is closed, and stay when it is told to quit', async ({
  app,
}) => {
  await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayClose = false;
    tiny.mayQuit = false;
    BrowserWindow.getAllWindows()[0]?.close();
    electronApp.quit();
  }, null);
  await expect
    .poll(() => eventsOf(app))
    .toEqual(['web-contents-created', 'ready-to-show', 'close', 'before-quit']);
  expect(await app.isVisible()).toBe(true);

  await app.evaluate(({ app: electronApp }) => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayClose = true;
    tiny.mayQuit = true;
    electronApp.quit();
  }, null);
  expect(await app.exited).toBe(7);
  expect(app.output()).toContain('"before-quit","before-quit","close","closed"]');
});

test('tells of the last window, and of what a hidden page sees', async ({ app }) => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide(), null);
  await expect.poll(() => app.window.evaluate(() => document.visibilityState)).toBe('hidden');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show(), null);
  await expect.poll(() => app.window.evaluate(() => document.visibilityState)).toBe('visible');
  await app.closeWindow();
  await expect
    .poll(() => eventsOf(app))
    .toEqual(['web-contents-created', 'ready-to-show', 'close', 'closed', 'window-all-closed']);
});

test('flips a checkbox before the app hears of the click', async ({ app }) => {
  await app.evaluate(() => {
    const [item] = (globalThis as unknown as TinyMain).tiny.menu.items;
    const click = item?.click as (() => void) | undefined;
    click?.();
    click?.();
  }, null);
  expect((await eventsOf(app)).slice(-2)).toEqual(['tick true', 'tick false']);
});

/** What safeStorage says and does in the main process; everything in one go, so that the two hosts are asked alike. */
const storageOf = (app: App) =>
  app.evaluate(async ({ safeStorage }) => {
    const linux = process.platform === 'linux';
    const encrypted = await safeStorage.encryptStringAsync('a secret ✓');
    return {
      available: await safeStorage.isAsyncEncryptionAvailable(),
      backend: linux ? safeStorage.getSelectedStorageBackend() : 'system',
      tag: encrypted.toString('latin1', 0, 3),
      hidden: !encrypted.includes('a secret'),
      read: await safeStorage.decryptStringAsync(encrypted),
    };
  }, null);

test('encrypts with a key of the system, and says which kind of key that is', async ({ app }) => {
  const found = await storageOf(app);
  expect(found).toMatchObject({
    available: true,
    hidden: true,
    read: { shouldReEncrypt: false, result: 'a secret ✓' },
  });
  if (found.backend === 'gnome_libsecret') expect(found.tag).toBe('v11');
});

test('says on Linux that it can encrypt, with nothing but the password in its source', async ({
  launch,
}) => {
  test.skip(process.platform !== 'linux', 'other systems always have a keyring');
  const app = await launch({ app: APP, args: ['--password-store=basic'] });
  expect(await storageOf(app)).toMatchObject({
    available: true,
    backend: 'basic_text',
    tag: 'v10',
    read: { result: 'a secret ✓' },
  });
});

test('keeps one radio item of a group checked, whatever is clicked', async ({ app }) => {
  const checked = await app.evaluate(() => {
    const { items } = (globalThis as unknown as TinyMain).tiny.menu;
    const radios = items.filter(({ type }) => type === 'radio');
    const click = radios[1]?.click as (() => void) | undefined;
    click?.();
    const once = radios.map((item) => item.checked);
    // A second click does not take it away.
    click?.();
    return [once, radios.map((item) => item.checked)];
  }, null);
  expect(checked).toEqual([
    [false, true, true],
    [false, true, true],
  ]);
});

test('refuses to work with a window or a tray icon that is gone', async ({ app }) => {
  const messages = await app.evaluate(({ BrowserWindow, Tray, nativeImage }) => {
    const window = new BrowserWindow({ show: false });
    window.destroy();
    const tray = new Tray(nativeImage.createEmpty());
    tray.destroy();
    const messageOf = (work: () => void): string => {
      try {
        work();
        return 'no failure';
      } catch (error) {
        return (error as Error).message;
      }
    };
    return [
      String(window.isDestroyed()),
      messageOf(() => {
        window.getBounds();
      }),
      messageOf(() => {
        window.show();
      }),
      messageOf(() => {
        tray.setToolTip('gone');
      }),
    ];
  }, null);
  const destroyed = 'Object has been destroyed';
  expect(messages).toEqual(['true', destroyed, destroyed, 'Tray is destroyed']);
});

test('asks the app before it quits, at once', async ({ app }) => {
  const events = await app.evaluate(({ app: electronApp }) => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayQuit = false;
    electronApp.quit();
    return [...tiny.events];
  }, null);
  expect(events.at(-1)).toBe('before-quit');
});

test('keeps what a page stores over a restart', async ({ app, launch }) => {
  await app.window.evaluate(() => {
    localStorage.setItem('kept', 'yes');
  });
  await app.close();
  const again = await launch({ app: APP });
  expect(await again.window.evaluate(() => localStorage.getItem('kept'))).toBe('yes');
});
