import type { Bridge } from '../../contract/ipc.ts';
import { expect, test } from './fixture.ts';

interface Page {
  pyPerf: Bridge;
}

test('refuses a malformed payload with a code, and answers a good one', async ({ launch }) => {
  const { window } = await launch({});
  const answers = await window.evaluate(async () => {
    const { pyPerf } = globalThis as unknown as Page;
    return [
      await pyPerf.setCollecting({ enabled: 'yes' } as never),
      await pyPerf.fleetOverview({ path: '/etc/passwd' } as never),
      await pyPerf.hostSeries({ sourceId: 'default', hostname: '', from: 2, to: 1 }),
      await pyPerf.fleetOverview({}),
    ];
  });
  expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual([
    'invalid-input',
    'invalid-input',
    'invalid-input',
    'ok',
  ]);
});

test('gives the page nothing but the bridge', async ({ launch }) => {
  const { window } = await launch({});
  const found = await window.evaluate(() => {
    const page = globalThis as unknown as Record<string, unknown>;
    return {
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in page),
      frozen: Object.isFrozen(page['pyPerf']),
      policy: document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? null,
    };
  });
  expect(found).toEqual({ node: [], frozen: true, policy: null });
});

test('runs no inline script and no eval', async ({ launch }) => {
  const { window } = await launch({});
  const ran = await window.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    return 'inlineRan' in globalThis;
  });
  expect(ran).toBe(false);
});
