import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bridge } from '../../contract/bridge.ts';
import { expect, test } from './fixture.ts';

interface Page {
  pyPerf: Bridge;
  /** Directives of the policy that were broken, and what ran in spite of it. */
  broken: string[];
  ran: string[];
}

test('refuses a malformed payload with a code, and answers a good one', async ({ idle }) => {
  const { window } = idle;
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

test('builds a preload of names and channels, which carries no validator', () => {
  const built = readFileSync(join('out', 'preload', 'index.cjs'), 'utf8');
  expect(built).toContain('py-perf:request:fleetOverview');
  expect(built).not.toContain('strictObject');
  expect(built.match(/\brequire\(/gu)).toHaveLength(1);
  expect(built.length).toBeLessThan(10_000);
});

test('gives the page nothing but the bridge', async ({ idle }) => {
  const { window } = idle;
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

test('runs no text as code, and takes no style, frame, picture or data from elsewhere', async ({
  idle,
}) => {
  const { window } = idle;
  const found = await window.evaluate(async () => {
    const broken: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      broken.push(effectiveDirective);
    });
    const page = globalThis as unknown as Page & { eval: (text: string) => void };
    Object.assign(page, { broken, ran: [] });
    const tried = (work: () => void): string => {
      try {
        work();
        return 'done';
      } catch (error) {
        if (error instanceof EvalError) return 'refused';
        return /requires 'Trusted/u.test(String(error)) ? 'untrusted' : String(error);
      }
    };
    const sinks: string[] = [];
    const add = (name: string, attributes: Record<string, string>, text = ''): Element => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes))
        sinks.push(
          tried(() => {
            element.setAttribute(key, value);
          }),
        );
      sinks.push(
        tried(() => {
          element.textContent = text;
        }),
      );
      document.body.append(element);
      return element;
    };
    add('script', {}, "ran.push('script')");
    add('script', { src: 'https://example.com/x.js' });
    add('button', { onclick: "ran.push('handler')" }).dispatchEvent(new Event('click'));
    const coloured = add('p', { style: 'color: rgb(1, 2, 3)' });
    add('style', {}, 'body { color: rgb(1, 2, 3) }');
    add('iframe', { src: '/index.html' });
    sinks.push(
      tried(() => {
        document.createElement('p').innerHTML = "<img src=x onerror=ran.push('markup')>";
      }),
    );
    add('object', { data: '/index.html' });
    add('img', { src: 'https://example.com/x.png' });
    const fetched = await fetch('https://example.com/').then(
      () => 'done',
      () => 'refused',
    );
    // What Playwright itself runs may evaluate text; a task of the page may not.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        resolve(
          tried(() => {
            page.eval("ran.push('eval')");
          }),
        );
      });
    });
    const colours = [coloured, document.body].map((of) => getComputedStyle(of).color);
    return { evaluated, fetched, ran: page.ran, colours, sinks: [...new Set(sinks)].sort() };
  });
  expect(found).toMatchObject({
    evaluated: 'refused',
    fetched: 'refused',
    ran: [],
    sinks: ['done', 'untrusted'],
  });
  expect(found.colours).not.toContain('rgb(1, 2, 3)');
  // Violations are told some time after what caused them.
  const broken = () =>
    window.evaluate(() => [...new Set((globalThis as unknown as Page).broken)].sort());
  await expect.poll(broken).toEqual([
    'connect-src',
    'frame-src',
    'img-src',
    // Scripts, their addresses, handlers and plug-ins are refused before the other directives are asked.
    'require-trusted-types-for',
    'style-src-attr',
    'style-src-elem',
  ]);
});
