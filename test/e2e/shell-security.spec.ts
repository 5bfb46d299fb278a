import type { Bridge } from '../../contract/bridge.ts';
import { expect, test } from './fixture.ts';
import { OverviewPage } from './pages/overview-page.ts';
import type { App } from './hosts/app.ts';

test('refuses a page that is not its own, though it has the bridge', async ({ idle: app }) => {
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  const answers = await app.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${electronApp.getAppPath()}/out/preload/index.cjs`,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
      },
    });
    await foreign.loadURL('data:text/html,<title>foreign</title>');
    const found: unknown = await foreign.webContents.executeJavaScript(
      'Promise.all([pyPerf.fleetOverview({}), pyPerf.setCollecting({ enabled: true }), pyPerf.appInfo({})])',
    );
    foreign.destroy();
    return found as Awaited<ReturnType<Bridge['fleetOverview']>>[];
  }, null);
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
    'forbidden-sender',
    'forbidden-sender',
    'forbidden-sender',
  ]);
  expect(await app.trayItems()).toContain('Collect this machine');
});

test('serves its own files only, however the address is written', async ({ idle }) => {
  const { window } = idle;
  const answers = await window.evaluate(
    async (paths) => {
      const found: [string, number | string][] = [];
      for (const path of paths) {
        try {
          found.push([path, (await fetch(path)).status]);
        } catch {
          found.push([path, 'refused']);
        }
      }
      return found;
    },
    ['/index.html', ...TRAVERSALS],
  );
  const [own, ...others] = answers;
  expect(own).toEqual(['/index.html', 200]);
  for (const [path, status] of others) expect([path, status === 200]).toEqual([path, false]);
  const written = await window.evaluate(
    async () => (await fetch('/index.html', { method: 'POST', body: 'x' })).status,
  );
  expect(written).toBe(405);
});

const TRAVERSALS = [
  '/../main/index.js',
  '/..%2fmain/index.js',
  '/..%2f..%2fpackage.json',
  '/%2e%2e%2fmain/index.js',
  '/assets/..%2f..%2fmain/index.js',
  '/..%5cmain%5cindex.js',
  '/%2fetc%2fpasswd',
  '/index.html%00.png',
  '/%',
  '/%252e%252e%252fmain/index.js',
  '//etc/passwd',
  '/assets/',
  `/${'a'.repeat(5000)}`,
];

test('stays where it is: no navigation', async ({ idle: app }) => {
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  // The page itself completes its address.
  await expect(app.window).toHaveURL(/range=/u);
  const before = app.window.url();
  await recordNavigations(app);
  await app.window.evaluate(() => {
    location.href = 'https://example.com/elsewhere';
  });
  await expect
    .poll(() => navigations(app))
    .toEqual([{ url: 'https://example.com/elsewhere', refused: true }]);
  expect(app.window.url()).toBe(before);
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
});

test('opens no other window', async ({ idle: app }) => {
  await expect(new OverviewPage(app.window).firstRun).toBeVisible();
  const opened = await app.window.evaluate(async () => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    link.textContent = 'elsewhere';
    document.body.append(link);
    link.click();
    const other = window.open('https://example.com/');
    // By the time of this answer the app has heard of what was asked before.
    await (globalThis as unknown as { pyPerf: Bridge }).pyPerf.appInfo({});
    return other !== null;
  });
  expect(opened).toBe(false);
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null),
  ).toBe(1);
});

test('asks for nothing: every permission is refused', async ({ idle }) => {
  const { window } = idle;
  const answers = await window.evaluate(async () => {
    const states: Record<string, string> = {
      notifications: await Notification.requestPermission(),
    };
    for (const name of ['geolocation', 'camera', 'microphone', 'clipboard-read'] as const) {
      const { state } = await navigator.permissions.query({ name: name as PermissionName });
      states[name] = state === 'granted' ? 'granted' : 'refused';
    }
    states['position'] = await new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => {
          resolve('granted');
        },
        ({ code, PERMISSION_DENIED }) => {
          resolve(code === PERMISSION_DENIED ? 'refused' : 'unavailable');
        },
      );
    });
    return states;
  });
  expect(answers).toEqual({
    notifications: 'denied',
    geolocation: 'refused',
    camera: 'refused',
    microphone: 'refused',
    'clipboard-read': 'refused',
    position: 'refused',
  });
});

interface Recorded {
  url: string;
  refused: boolean;
}
interface Recorder {
  recordedNavigations: Recorded[];
}

/** Listens after the app does: what it has prevented by then is refused. */
function recordNavigations(app: App): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => {
    const recorded: Recorded[] = [];
    Object.assign(globalThis, { recordedNavigations: recorded });
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const record = (event: { url: string; defaultPrevented: boolean }): void => {
      recorded.push({ url: event.url, refused: event.defaultPrevented });
    };
    // Who prevents the first of the two ends the navigation: the second is not told then.
    contents?.on('will-frame-navigate', record);
    contents?.on('will-navigate', record);
  }, null);
}

function navigations(app: App): Promise<Recorded[]> {
  return app.evaluate(() => (globalThis as unknown as Recorder).recordedNavigations, null);
}
