import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Translator } from '../../../../main/system/i18n.ts';
import { ShellMemory } from '../../../../main/system/shell-state.ts';
import { FleetTray } from '../../../../main/tray/fleet-tray.ts';
import { silentLogger } from '../../../support/test-engine.ts';

interface Item {
  id?: string;
  label?: string;
  click?: () => void;
  submenu?: Item[];
}

vi.mock('electron', () => ({
  Tray: class {
    #destroyed = false;
    on = (): void => undefined;
    isDestroyed = (): boolean => this.#destroyed;
    setImage = (): void => undefined;
    setToolTip = (): void => undefined;
    /** Throws like Electron's own if it is used after its end. */
    setContextMenu(): void {
      if (this.#destroyed) throw new Error('Tray is destroyed');
    }
    destroy(): void {
      this.#destroyed = true;
    }
  },
  Menu: { buildFromTemplate: (items: unknown) => ({ items }) },
  nativeImage: { createFromPath: (path: string) => path },
}));

const NOW = 1_800_000_000;
const opened: (string | null)[] = [];
let folder: string;
let memory: ShellMemory;
let tray: FleetTray;

const items = (): Item[] => tray.menu.items as unknown as Item[];
const labels = (): string[] => items().flatMap(({ label }) => label ?? []);
const item = (label: string): Item | undefined => items().find((each) => each.label === label);
const refused = (title: string) => ({ title, body: '', host: null });

beforeEach(() => {
  opened.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'fleet-tray-'));
  memory = new ShellMemory(folder, silentLogger);
  const nothing = (): void => undefined;
  tray = new FleetTray({
    icons: '/icons',
    platform: 'linux',
    memory,
    startAtLogin: null,
    words: () => new Translator('en'),
    now: () => NOW,
    openMessage: ({ title }) => opened.push(title),
    actions: {
      open: nothing,
      openHost: nothing,
      openSettings: nothing,
      syncNow: nothing,
      setCollecting: nothing,
      act: nothing,
      quit: nothing,
    },
  });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('lists the newest five refused notifications, and forgets the one that is opened', () => {
  for (const title of ['one', 'two', 'three', 'four', 'five', 'six'])
    tray.addRefused(refused(title));
  const listed = (): string[] =>
    labels().filter((label) => /^(?:one|two|three|four|five|six)$/u.test(label));
  expect(listed()).toEqual(['six', 'five', 'four', 'three', 'two']);
  item('four')?.click?.();
  expect(opened).toEqual(['four']);
  expect(listed()).toEqual(['six', 'five', 'three', 'two']);
});

it('remembers a pause of the notifications and the style of the icon', () => {
  const pause = items().find(({ id }) => id === 'pause');
  pause?.submenu?.find(({ id }) => id === 'pause-8h')?.click?.();
  expect(memory.state).toMatchObject({ quietFrom: NOW, quietUntil: NOW + 8 * 3600 });
  expect(labels()).toContain('Resume notifications');
  items()
    .find(({ id }) => id === 'icon')
    ?.submenu?.find(({ id }) => id === 'icon-black')
    ?.click?.();
  expect(memory.state.trayIcon).toBe('black');
});

it('shows nothing more once it is destroyed', () => {
  const before = labels();
  tray.destroy();
  tray.addRefused(refused('late'));
  tray.refresh();
  expect(labels()).toEqual(before);
});
