import type { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Translator } from '../../../../main/system/i18n.ts';
import type { AlertAction } from '../../../../contract/open-alerts.ts';
import { HOUR_S } from '../../../../contract/time.ts';
import { startOfTomorrow } from '../../../../contract/tomorrow.ts';
import { AppTray, type TrayOptions } from '../../../../main/tray/tray.ts';
import { INITIAL_TRAY_STATE } from '../../../../main/tray/tray-state.ts';

interface Item {
  id?: string;
  checked?: boolean;
  click?: (item: { checked: boolean }) => void;
}

const trays = vi.hoisted(() => [] as EventEmitter[]);

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  /** Throws like Electron's own if it is used after its end. */
  class Tray extends Emitter {
    #destroyed = false;
    constructor() {
      super();
      trays.push(this);
    }
    isDestroyed = (): boolean => this.#destroyed;
    setImage(): void {
      this.#use();
    }
    setToolTip(): void {
      this.#use();
    }
    setContextMenu(): void {
      this.#use();
    }
    destroy(): void {
      this.#destroyed = true;
    }
    #use(): void {
      if (this.#destroyed) throw new Error('Tray is destroyed');
    }
  }
  return {
    Tray,
    Menu: { buildFromTemplate: (items: unknown) => ({ items }) },
    nativeImage: { createFromPath: (path: string) => path },
  };
});

const NOW = 1_800_000_000;
const opened: string[] = [];

beforeEach(() => {
  trays.length = 0;
  opened.length = 0;
});

function tray(options: Partial<TrayOptions> = {}): AppTray {
  const nothing = (): void => undefined;
  const actions = {
    open: () => opened.push('window'),
    openHost: nothing,
    openSettings: nothing,
    syncNow: nothing,
    setCollecting: nothing,
    pauseUntil: nothing,
    setIconStyle: nothing,
    act: (action: AlertAction) => acted.push(action),
    openRefused: nothing,
    quit: nothing,
  };
  return new AppTray(
    {
      icons: '/icons',
      platform: 'linux',
      actions,
      startAtLogin: null,
      iconStyle: () => 'colour',
      words: () => new Translator('en'),
      now: () => NOW,
      ...options,
    },
    { quietFrom: 0, quietUntil: 0 },
  );
}

function item(of: AppTray, id: string): Item | undefined {
  return (of.menu.items as unknown as Item[]).find((candidate) => candidate.id === id);
}

const acted: AlertAction[] = [];

describe('a host that needs attention', () => {
  const ID = 'a'.repeat(32);

  it('offers to acknowledge and snooze its open alerts', () => {
    const shown = tray();
    const host = { sourceId: 'default', hostname: 'db' };
    const attention = [{ host, alert: null, alertIds: [ID] }];
    shown.update({ ...INITIAL_TRAY_STATE, attention }, { quietFrom: 0, quietUntil: 0 });
    const items = shown.menu.items as unknown as { label?: string; submenu?: Item[] }[];
    const entry = items.find(({ label }) => label === 'db: offline');
    const submenu = entry?.submenu as unknown as { label: string; click: () => void }[];
    expect(submenu.map(({ label }) => label)).toEqual([
      'Open',
      'Acknowledge',
      'Snooze for 1 hour',
      'Snooze until tomorrow',
    ]);
    for (const index of [1, 2, 3]) submenu[index]?.click();
    expect(acted).toEqual([
      { action: 'acknowledge', ids: [ID], note: '' },
      { action: 'snooze', ids: [ID], until: NOW + HOUR_S },
      { action: 'snooze', ids: [ID], until: startOfTomorrow(NOW) },
    ]);
  });

  it('is followed by refused notifications', () => {
    const shown = tray();
    const refused = [{ title: 'db went offline', body: '', host: null }];
    shown.update({ ...INITIAL_TRAY_STATE, refused }, { quietFrom: 0, quietUntil: 0 });
    const labels = (shown.menu.items as unknown as { label?: string }[]).map(({ label }) => label);
    expect(labels).toContain('Notifications that were not shown');
    expect(labels).toContain('db went offline');
  });
});

describe('the tray icon', () => {
  it.each([
    ['win32', ['window']],
    ['linux', ['window']],
    // There it opens the menu, but Electron still sends the event.
    ['darwin', []],
  ] as const)('reacts to a click on %s as usual there', (platform, expected) => {
    tray({ platform });
    trays[0]?.emit('click');
    expect(opened).toEqual(expected);
  });

  it('stays gone once the app quits, despite late answers', () => {
    const shown = tray();
    shown.destroy();
    shown.refresh();
    shown.update({ ...INITIAL_TRAY_STATE, kind: 'failing' }, { quietFrom: NOW, quietUntil: NOW });
  });

  it('offers its colours on Linux only', () => {
    expect(item(tray({ platform: 'linux' }), 'icon')).toBeDefined();
    expect(item(tray({ platform: 'win32' }), 'icon')).toBeUndefined();
    expect(item(tray({ platform: 'darwin' }), 'icon')).toBeUndefined();
  });
});

describe('the start at login', () => {
  it('shows the actual state, not the clicked one', () => {
    const startAtLogin = { isEnabled: () => false, setEnabled: vi.fn() };
    const shown = tray({ startAtLogin });
    item(shown, 'login')?.click?.({ checked: true });
    expect(startAtLogin.setEnabled).toHaveBeenCalledWith(true);
    expect(item(shown, 'login')?.checked).toBe(false);
  });

  it('the start at login is not offered without an installation', () => {
    expect(item(tray(), 'login')).toBeUndefined();
  });
});
