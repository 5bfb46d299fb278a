import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlertAction } from '../../../../contract/open-alerts.ts';
import type { QueuedNotice } from '../../../../contract/alert-notices.ts';
import { HOUR_S } from '../../../../contract/time.ts';
import { startOfTomorrow } from '../../../../contract/tomorrow.ts';
import { Translator } from '../../../../main/system/i18n.ts';
import { Notifier } from '../../../../main/notifications/notifier.ts';
import { ShellMemory } from '../../../../main/system/shell-state.ts';
import { silentLogger } from '../../../support/test-engine.ts';

const system = vi.hoisted(() => ({
  supported: true,
  shown: [] as string[],
  dialogs: [] as string[],
  onShow: (): void => undefined,
  buttons: [] as string[],
  listeners: new Map<string, (details: { actionIndex: number }) => void>(),
}));

vi.mock('electron', () => ({
  app: { getName: () => 'Py-Perf Desktop' },
  dialog: {
    showMessageBox: ({ message }: { message: string }) => {
      system.dialogs.push(message);
      return Promise.resolve({ response: 0 });
    },
  },
  Notification: class {
    static isSupported = () => system.supported;
    readonly #title: string;
    constructor({ title, actions = [] }: { title: string; actions?: { text: string }[] }) {
      this.#title = title;
      system.buttons = actions.map(({ text }) => text);
    }
    on(event: string, listener: (details: { actionIndex: number }) => void): void {
      system.listeners.set(event, listener);
    }
    show(): void {
      system.onShow();
      system.shown.push(this.#title);
    }
  },
}));

const NOW = 1_800_000_000;
let now = NOW;
let folder: string;
let acknowledged: string[];
let acted: AlertAction[];
let refused: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notifier-'));
  now = NOW;
  acknowledged = [];
  acted = [];
  refused = [];
  Object.assign(system, { supported: true, shown: [], dialogs: [], onShow: () => undefined });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The shell at its start, with the state of `shell.json`. */
function started(): { notifier: Notifier; memory: ShellMemory } {
  const memory = new ShellMemory(folder, silentLogger);
  const notifier = new Notifier({
    memory,
    now: () => now,
    words: () => new Translator('en'),
    open: () => undefined,
    acknowledge: (ids) => acknowledged.push(...ids),
    act: (action) => acted.push(action),
    onRefused: ({ title }) => refused.push(title),
  });
  return { notifier, memory };
}

function offline(hostname: string): QueuedNotice {
  const hosts = [{ sourceId: 'default', hostname }];
  const about = { state: 'firing', severity: 'critical', alerts: [] } as const;
  return {
    id: `id-${hostname}`,
    at: NOW,
    notice: { kind: 'offline', hosts },
    about: { ...about, alerts: [] },
  };
}

describe('an alert that lasts', () => {
  const ID = 'a'.repeat(32);
  const lasting = (): QueuedNotice => {
    const notice = offline('db');
    const alert = {
      id: ID,
      kind: 'offline',
      metric: null,
      severity: 'critical',
      state: 'firing',
    } as const;
    const host = { sourceId: 'default', hostname: 'db', labels: [], startedAt: NOW, endedAt: null };
    return {
      ...notice,
      about: { ...notice.about, alerts: [{ ...alert, ...host, value: null, threshold: null }] },
    };
  };

  it('can be acknowledged and snoozed by the buttons of its notification', () => {
    started().notifier.tell([lasting()]);
    expect(system.buttons).toEqual(['Acknowledge', 'Snooze for 1 hour', 'Snooze until tomorrow']);
    for (const actionIndex of [0, 1, 2, 3]) system.listeners.get('action')?.({ actionIndex });
    expect(acted).toEqual([
      { action: 'acknowledge', ids: [ID], note: '' },
      { action: 'snooze', ids: [ID], until: NOW + HOUR_S },
      { action: 'snooze', ids: [ID], until: startOfTomorrow(NOW) },
    ]);
  });

  it('that the system refuses to show goes to the tray, unacknowledged', () => {
    started().notifier.tell([lasting()]);
    system.listeners.get('failed')?.({ actionIndex: 0 });
    expect(refused).toEqual(['db went offline']);
    expect(acted).toEqual([]);
  });

  it('is a reminder if it was shown before', () => {
    const notice = lasting();
    started().notifier.tell([{ ...notice, about: { ...notice.about, state: 'reminder' } }]);
    expect(system.shown).toEqual(['Still: db went offline']);
  });
});

describe('a notice', () => {
  it('a repeated notice is acknowledged, but not shown twice, after a restart too', () => {
    const { notifier } = started();
    notifier.tell([offline('db')]);
    notifier.tell([offline('db'), offline('web')]);
    started().notifier.tell([offline('db'), offline('web')]);
    expect(system.shown).toEqual(['db went offline', 'web went offline']);
    expect(acknowledged).toEqual(['id-db', 'id-db', 'id-web', 'id-db', 'id-web']);
  });

  it('a notice is noted on disk before it is shown, and acknowledged after', () => {
    const noted: unknown[] = [];
    system.onShow = () => {
      noted.push(JSON.parse(readFileSync(join(folder, 'shell.json'), 'utf8')), [...acknowledged]);
    };
    started().notifier.tell([offline('db')]);
    expect(noted).toMatchObject([{ shownNotices: ['id-db'] }, []]);
    expect(acknowledged).toEqual(['id-db']);
  });

  it('a notice of a batch that was not completely shown is shown at the next start', () => {
    const { notifier } = started();
    let fails = true;
    system.onShow = () => {
      if (system.shown.length === 1 && fails) throw new Error('the system failed');
    };
    const batch = [offline('a'), offline('b'), offline('c')];
    expect(() => {
      notifier.tell(batch);
    }).toThrow('the system failed');
    expect(acknowledged).toEqual([]);
    fails = false;
    started().notifier.tell(batch);
    expect(system.shown).toEqual(['a went offline', 'c went offline']);
    expect(acknowledged).toHaveLength(3);
  });

  it('a notice is remembered among the newest only', () => {
    const { notifier, memory } = started();
    for (let index = 0; index < 80; index += 1) notifier.tell([offline(`host-${String(index)}`)]);
    expect(memory.state.shownNotices).toHaveLength(50);
    expect(memory.state.shownNotices.at(-1)).toBe('id-host-79');
  });

  it('a notice during a pause is dropped', () => {
    const { notifier, memory } = started();
    memory.remember({ quietFrom: now, quietUntil: now + HOUR_S });
    notifier.tell([offline('db')]);
    now += 2 * HOUR_S;
    notifier.tell([offline('db'), offline('web')]);
    expect(system.shown).toEqual(['web went offline']);
    expect(acknowledged).toEqual(['id-db', 'id-db', 'id-web']);
  });

  it('a notice is shown if the pause began under a clock that has been set back since', () => {
    const { notifier, memory } = started();
    memory.remember({ quietFrom: now + 300 * 24 * HOUR_S, quietUntil: now + 301 * 24 * HOUR_S });
    notifier.tell([offline('db')]);
    expect(system.shown).toEqual(['db went offline']);
  });

  it('a notice is acknowledged if the system has no notifications', () => {
    system.supported = false;
    started().notifier.tell([offline('db')]);
    expect(system.shown).toEqual([]);
    expect(acknowledged).toEqual(['id-db']);
  });
});

describe('that the app stays in the tray', () => {
  const TITLE = 'Py-Perf Desktop is still running';

  it('that the app stays in the tray is shown once', () => {
    started().notifier.tellOfTray();
    started().notifier.tellOfTray();
    expect([system.shown, system.dialogs]).toEqual([[TITLE], []]);
  });

  it('that the app stays in the tray is shown in a dialog, once, if the system has no notifications', () => {
    system.supported = false;
    started().notifier.tellOfTray();
    started().notifier.tellOfTray();
    expect([system.shown, system.dialogs]).toEqual([[], [TITLE]]);
  });

  it('that the app stays in the tray is shown after a pause, not during it', () => {
    const { notifier, memory } = started();
    memory.remember({ quietFrom: now, quietUntil: now + HOUR_S });
    notifier.tellOfTray();
    expect(system.shown).toEqual([]);
    now += HOUR_S;
    notifier.tellOfTray();
    expect(system.shown).toEqual([TITLE]);
  });
});
