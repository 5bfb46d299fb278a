import { eventsOf, expect, test, type TinyMain, type TinyPage } from './tiny.ts';

test('gives the page a frozen copy, and the preload a sandbox', async ({ sharedApp: app }) => {
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
      frozen: [tiny, tiny.nested, tiny.nested.list, tiny.invoke].map((part) =>
        Object.isFrozen(part),
      ),
      message: (thrown as Error).message,
      kept: ['code', 'cause'].filter((name) => name in (thrown as object)),
      node: ['process', 'require', 'Buffer'].filter((name) => name in globalThis),
    };
  });
  expect(found).toEqual({
    modules: ['electron', 'timers', 'url'],
    frozen: [true, true, true, true],
    message: 'from the preload',
    kept: [],
    node: [],
  });
});

test('serves a scheme of the app\u2019s own, with its policy, and says who asks', async ({
  sharedApp: app,
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

test('ends a navigation with whoever prevents it first', async ({ app }) => {
  await app.evaluate(() => {
    (globalThis as unknown as TinyMain).tiny.mayNavigate = false;
  }, null);
  await app.window.evaluate(async () => {
    location.href = 'https://example.com/away';
    await (globalThis as TinyPage).tiny.invoke('echo', null);
  });
  const navigations = async (): Promise<string[]> =>
    (await eventsOf(app)).filter((event) => event.endsWith('navigate https://example.com/away'));
  await expect.poll(navigations).toHaveLength(1);
});
