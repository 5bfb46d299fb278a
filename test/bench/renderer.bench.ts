/**
 * The renderer in real Chromium on made-up fleets of 1,000 and 10,000 hosts, with answers that cost nothing: what is
 * measured is the page. Each runs with the processor as it is and slowed four times. Prints figures beside their goals;
 * asserts nothing.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { buildHarness, type BuiltHarness } from '../support/renderer-harness/build.ts';
import {
  launchChromium,
  openPage,
  show,
  type OpenOptions,
} from '../support/renderer-harness/page.ts';
import {
  atRest,
  frameTimes,
  framesOfBlankPage,
  missedFrames,
  settled,
  slowDown,
} from '../support/renderer-harness/frames.ts';

/** How many times slower a page's processor is. */
const SLOWED = 4;

/** A fleet, and how fast the page's processor is. */
interface Setting {
  readonly hosts: number;
  /** 1: as it is. */
  readonly slowed: number;
}

/** Goals of a setting, as they are printed; empty: none. */
interface Goals {
  readonly firstRow: string;
  readonly worstFrame: string;
  readonly missed: string;
  readonly poll: string;
  readonly keystroke: string;
  readonly heatMap: string;
  readonly hostPage: string;
}

const NONE = { firstRow: '', worstFrame: '', missed: '', poll: '', keystroke: '' } as const;
const RUNS: readonly { readonly setting: Setting; readonly goals: Goals }[] = [
  {
    setting: { hosts: 1000, slowed: 1 },
    goals: {
      firstRow: '700 ms',
      worstFrame: '32 ms',
      missed: '0',
      poll: 'none',
      keystroke: '50 ms',
      heatMap: '200 ms',
      hostPage: '150 ms',
    },
  },
  {
    setting: { hosts: 1000, slowed: SLOWED },
    goals: {
      firstRow: '2000 ms',
      worstFrame: '50 ms',
      missed: '5',
      poll: '100 ms',
      keystroke: '',
      heatMap: '300 ms',
      hostPage: '400 ms',
    },
  },
  {
    setting: { hosts: 10_000, slowed: 1 },
    goals: {
      firstRow: '1000 ms',
      worstFrame: '32 ms',
      missed: '',
      poll: '',
      keystroke: '50 ms',
      heatMap: '',
      hostPage: '',
    },
  },
  {
    setting: { hosts: 10_000, slowed: SLOWED },
    goals: { ...NONE, heatMap: '', hostPage: '' },
  },
];
const HOST = '/hosts/default/web-01.fra.example.net';
const browser = await launchChromium();

declare global {
  interface Window {
    /** Milliseconds of the next keystroke, from the key to the end of its frame. */
    harnessKey?: Promise<number>;
  }
}

function report(what: string, value: string, goal: string): void {
  console.log(`${what.padEnd(46)} ${value.padStart(12)}   goal ${goal}`);
}

const ms = (value: number) => `${value.toFixed(0)} ms`;

/**
 * Milliseconds in the page from a click on a link to the frame in which a selector shows on its page, without those that
 * the made-up answers took.
 */
async function timeTo(page: Page, hash: string, selector: string): Promise<number> {
  return page.evaluate(
    async ([to, wanted = '']) => {
      const link = document.querySelector<HTMLAnchorElement>(`a[href="${String(to)}"]`);
      // The page before it may still be there, out of reach.
      const shows = () =>
        [...(document.querySelector('main')?.children ?? [])].some(
          (child) => !(child as HTMLElement).inert && child.querySelector(wanted) !== null,
        );
      const begin = performance.now();
      // A host that the list does not reach is opened by its address.
      if (link === null) location.hash = String(to);
      else link.click();
      while (!shows()) await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const end = performance.now();
      const made = (window.harnessAnswering ?? []).map(({ from, until }) =>
        Math.max(0, Math.min(until, end) - Math.max(from, begin)),
      );
      return end - begin - made.reduce((sum, part) => sum + part, 0);
    },
    [hash, selector],
  );
}

/**
 * The longest task until all shows what a poll has brought, in milliseconds (0: none over 50). What the made-up answers
 * took is not of the page, and is taken off.
 */
async function longestTaskOfPoll(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const tasks: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    observer.observe({ entryTypes: ['longtask'] });
    const cpu = () => document.querySelector('[data-testid="host-cpu"]')?.textContent;
    const before = cpu();
    window.advanceHarness?.();
    while (cpu() === before) await new Promise((resolve) => requestAnimationFrame(resolve));
    // The history of the fleet comes after its newest values.
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Entries are queued when their task is over: two idle moments later all are there.
    for (const _ of [1, 2]) await new Promise((resolve) => requestIdleCallback(resolve));
    tasks.push(...observer.takeRecords());
    observer.disconnect();
    const own = tasks.map(({ startTime, duration }) => {
      const made = (window.harnessAnswering ?? []).map(({ from, until }) =>
        Math.max(0, Math.min(until, startTime + duration) - Math.max(from, startTime)),
      );
      return duration - made.reduce((sum, part) => sum + part, 0);
    });
    return Math.max(0, ...own.filter((duration) => duration > 50));
  });
}

interface Memory {
  /** Bytes of what scripts hold: objects, arrays, texts, functions. */
  readonly script: number;
  /** Bytes of compiled code. */
  readonly code: number;
  readonly nodes: number;
  readonly listeners: number;
}

/**
 * Live memory after a collection. Code is separate: the engine keeps compiling hot functions, which is bounded by the
 * program's size and says nothing about what the page retains. So are the browser's own records (layout shifts, long
 * tasks), which it bounds itself.
 */
async function memory(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { ...bytesByKind(JSON.parse(chunks.join('')) as HeapSnapshot), nodes, listeners };
}

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] };
  };
  readonly nodes: number[];
}

function bytesByKind({ snapshot, nodes }: HeapSnapshot): { script: number; code: number } {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const typeAt = fields.indexOf('type');
  const sizeAt = fields.indexOf('self_size');
  const kinds = types[0];
  const bytes = new Map<string, number>();
  for (let i = 0; i < nodes.length; i += fields.length) {
    const kind = kinds[nodes[i + typeAt] ?? 0] ?? '';
    bytes.set(kind, (bytes.get(kind) ?? 0) + (nodes[i + sizeAt] ?? 0));
  }
  const all = [...bytes.values()].reduce((sum, size) => sum + size, 0);
  const code = bytes.get('code') ?? 0;
  return { script: all - code - (bytes.get('native') ?? 0), code };
}

async function openHosts(page: Page, first: number, last: number): Promise<void> {
  for (let i = first; i <= last; i += 1) {
    const name = `web-${String(i).padStart(2, '0')}.fra.example.net`;
    await page.evaluate((to) => {
      location.hash = to;
    }, `/hosts/default/${name}`);
    await page.waitForFunction(
      (title) =>
        document.querySelector('h1')?.textContent === title &&
        document.querySelector('[data-metric="cpu"]') !== null,
      name,
    );
  }
}

async function reportMemory(page: Page): Promise<void> {
  await page.bringToFront();
  // Each time the last page is whole: what has not come yet would count as growth.
  await openHosts(page, 1, 10);
  await settled(page);
  const tenth = await memory(page);
  await openHosts(page, 11, 100);
  await settled(page);
  const hundredth = await memory(page);
  const kib = (key: 'script' | 'code') =>
    `${((hundredth[key] - tenth[key]) / 1024).toFixed(0)} KiB`;
  const count = (key: 'nodes' | 'listeners') => String(hundredth[key] - tenth[key]);
  report('10th to 100th host page: script heap', kib('script'), 'none');
  report('10th to 100th host page: nodes', count('nodes'), 'none');
  report('10th to 100th host page: listeners', count('listeners'), 'none');
  report('10th to 100th host page: compiled code', kib('code'), '(not retained by the page)');
}

async function bundleBytes(built: BuiltHarness): Promise<number> {
  const assets = path.join(built.page, 'assets');
  const sizes = await Promise.all(
    (await readdir(assets)).map(async (file) => (await stat(path.join(assets, file))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A page that has done what it has to at its start; only from then on its processor is slow. */
async function opened(
  built: BuiltHarness,
  { hosts, slowed }: Setting,
  options: Omit<OpenOptions, 'harness'> = {},
): Promise<Page> {
  const page = await openPage(browser, built, {
    harness: { hosts, source: 'fresh', apart: true },
    ...options,
  });
  await page.locator('[data-testid="host-row"] .trend, main [data-metric="cpu"]').first().waitFor();
  await atRest(page);
  await slowDown(page, slowed);
  return page;
}

/** The longest of some keystrokes in the filter, each until its frame is over, in milliseconds. */
async function keystroke(page: Page): Promise<number> {
  const field = page.getByRole('searchbox').first();
  await field.focus();
  let longest = 0;
  for (const letter of 'web-1') {
    await page.evaluate(() => {
      window.harnessKey = new Promise((resolve) => {
        const took = (begin: number) => {
          resolve(performance.now() - begin);
        };
        const begun = () => {
          const begin = performance.now();
          requestAnimationFrame(() => setTimeout(took, 0, begin));
        };
        window.addEventListener('keydown', begun, { once: true, capture: true });
      });
    });
    await page.keyboard.press(letter);
    longest = Math.max(longest, await page.evaluate(() => window.harnessKey ?? 0));
    await page.waitForTimeout(400);
  }
  return longest;
}

/**
 * Milliseconds from the start of the navigation to the first frame with a row in it, by the page's clock; without those
 * that the made-up fleet took.
 */
async function firstRow(built: BuiltHarness, { hosts, slowed }: Setting): Promise<number> {
  const harness = { hosts, source: 'fresh', apart: true } as const;
  const timeOf = '[data-testid="host-row"]';
  // Opened once before, so that its processor is slow from the first byte on.
  const page = await openPage(browser, built, { harness: { hosts: 1 } });
  await slowDown(page, slowed);
  await show(page, built, { harness, timeOf });
  await page.waitForFunction(() => window.harnessShownAt);
  const time = await page.evaluate(() => {
    const at = window.harnessShownAt ?? Number.NaN;
    const made = (window.harnessAnswering ?? []).map(({ from, until }) =>
      Math.max(0, Math.min(until, at) - from),
    );
    return at - made.reduce((sum, part) => sum + part, 0);
  });
  await page.context().close();
  return time;
}

/** Frames of a list that is scrolled as soon as its first row shows. */
async function framesAtOnce(
  built: BuiltHarness,
  { hosts, slowed }: Setting,
): Promise<readonly number[]> {
  const harness = { hosts, source: 'fresh', apart: true } as const;
  const page = await openPage(browser, built, { harness: { hosts: 1 } });
  await slowDown(page, slowed);
  await show(page, built, { harness });
  await page.locator('[data-testid="host-row"] .trend').first().waitFor();
  const frames = await frameTimes(page, true);
  await page.context().close();
  return frames;
}

async function heatMap(built: BuiltHarness, setting: Setting): Promise<number> {
  const page = await opened(built, setting, { storage: { 'py-perf.range': '24h' } });
  const time = await timeTo(page, '#/heat-map', '[data-testid="heat-map"] canvas');
  await page.context().close();
  return time;
}

/** Until the chart of a metric is drawn, and all above it. */
async function hostPage(built: BuiltHarness, setting: Setting, metric: string): Promise<number> {
  const page = await opened(built, setting, { storage: { 'py-perf.range': '30d' } });
  const time = await timeTo(page, `#${HOST}`, `[data-metric="${metric}"]`);
  await page.context().close();
  return time;
}

async function measure(built: BuiltHarness, setting: Setting, goals: Goals): Promise<void> {
  const speed = setting.slowed === 1 ? '' : `, processor slowed ${String(setting.slowed)} times`;
  console.log(`\n${setting.hosts.toLocaleString('en')} hosts${speed}`);
  report('first row after start', ms(await firstRow(built, setting)), goals.firstRow);
  const page = await opened(built, setting);
  const idle = await frameTimes(page, false);
  const frames = await frameTimes(page, true);
  report('scrolling the table, worst frame', ms(frames.at(-1) ?? Number.NaN), goals.worstFrame);
  report('scrolling the table, frames missed of 120', missedFrames(frames), goals.missed);
  report('without scrolling, frames missed of 120', missedFrames(idle), "0 (the machine's own)");
  const early = await framesAtOnce(built, setting);
  report('– as soon as the first row shows, worst frame', ms(early.at(-1) ?? Number.NaN), '');
  report('– as soon as the first row shows, missed of 120', missedFrames(early), '');
  const blank = await framesOfBlankPage(browser, setting.slowed);
  report('a blank page, frames missed of 120', missedFrames(blank), "0 (the machine's own)");
  await page.waitForTimeout(500);
  const poll = await longestTaskOfPoll(page);
  report('applying a poll, longest task over 50 ms', poll === 0 ? 'none' : ms(poll), goals.poll);
  report('filtering, the longest of 5 keystrokes', ms(await keystroke(page)), goals.keystroke);
  await page.context().close();
  report('heat map of 24 h', ms(await heatMap(built, setting)), goals.heatMap);
  report('host page of 30 days', ms(await hostPage(built, setting, 'memory')), goals.hostPage);
  const whole = await hostPage(built, setting, 'disk');
  report('– with all charts that the window shows', ms(whole), '');
}

const built = await buildHarness();
try {
  for (const { setting, goals } of RUNS) await measure(built, setting, goals);
  console.log('');
  await reportMemory(await opened(built, { hosts: 1000, slowed: 1 }));
  report('renderer bundle', `${((await bundleBytes(built)) / 1024).toFixed(0)} KiB`, '');
} finally {
  await browser.close();
  await built.dispose();
}
