import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FleetStatus } from '../../../../contract/fleet-status.ts';
import { Translator } from '../../../../main/system/i18n.ts';
import { TRAY_ICON_STYLES, iconFile } from '../../../../main/tray/tray-icon.ts';
import {
  INITIAL_TRAY_STATE,
  iconOf,
  tooltipOf,
  trayState,
} from '../../../../main/tray/tray-state.ts';

const words = new Translator('en');
const error = { code: 'network', message: 'No {route} @ all | none', hint: '' } as const;

const fleet = (change: Partial<FleetStatus> = {}): FleetStatus => ({
  hosts: { online: 1, all: 2 },
  missing: 0,
  alerts: 0,
  failing: [],
  attention: [],
  collector: { enabled: false, running: false, error: null },
  ...change,
});

describe('the tray', () => {
  it('the tray is well while nothing is missing, exceeded or failing', () => {
    expect(trayState(fleet()).kind).toBe('ok');
  });

  it('warns of a missing host and of an alert', () => {
    expect(trayState(fleet({ missing: 1 })).kind).toBe('offline');
    expect(trayState(fleet({ alerts: 1 })).kind).toBe('offline');
  });

  it('shows a failing source before anything else, with its reason', () => {
    const state = trayState(fleet({ missing: 3, failing: [{ name: 'AWS', error }] }));
    expect(state.kind).toBe('failing');
    expect(tooltipOf(state, words)).toContain('AWS: No {route} @ all | none');
  });
});

describe('the tooltip', () => {
  const state = trayState(fleet({ alerts: 1, failing: [{ name: 'AWS', error }] }));

  it.each([
    ['en', ['1 of 2 online', '1 alert', 'AWS: No {route} @ all | none']],
    ['de', ['1 von 2 online', '1 Warnung', 'AWS ist nicht lesbar: AWS war nicht erreichbar.']],
    [
      'ja',
      ['2台中1台がオンライン', 'アラート1件', 'AWS を読み取れません：AWS に接続できませんでした。'],
    ],
  ] as const)('speaks %s', (locale, lines) => {
    expect(tooltipOf(state, new Translator(locale)).split('\n')).toEqual([
      'Py-Perf Desktop',
      ...lines,
    ]);
  });

  it('says nothing about an unknown fleet', () => {
    expect(tooltipOf(INITIAL_TRAY_STATE, words)).toBe('Py-Perf Desktop');
  });
});

describe('the icon', () => {
  const collector = { enabled: true, running: true, error: null };
  const state = { ...INITIAL_TRAY_STATE, collector };

  it('shows that this machine is collected if nothing is wrong', () => {
    expect(iconOf(state)).toBe('collecting');
    expect(iconOf({ ...state, kind: 'failing' })).toBe('failing');
    expect(iconOf({ ...state, collector: { ...collector, running: false } })).toBe('ok');
  });

  it('the icon does not show collecting if that fails, and says why', () => {
    const message = 'Another process collects this machine.';
    const failure = { code: 'unavailable', message, hint: '' } as const;
    const refused = trayState(
      fleet({ collector: { enabled: true, running: false, error: failure } }),
    );
    expect(iconOf(refused)).toBe('ok');
    expect(tooltipOf(refused, words)).toContain(`not collected: ${message}`);
  });

  it.each(['linux', 'win32', 'darwin'] as const)(
    'the icon has a picture for each state on %s',
    (system) => {
      const icons = join(import.meta.dirname, '../../../../build/icons');
      for (const kind of ['ok', 'offline', 'failing'] as const)
        for (const running of [false, true])
          for (const style of TRAY_ICON_STYLES) {
            const name = iconFile({ kind, collector: { ...collector, running } }, style, system);
            for (const file of [name, name.replace('.png', '@2x.png')])
              expect(existsSync(join(icons, file)), file).toBe(true);
          }
    },
  );

  it('the icon is a template on macOS, coloured on Windows, and as chosen on Linux', () => {
    expect(iconFile(state, 'white', 'darwin')).toBe('tray-collectingTemplate.png');
    expect(iconFile(state, 'white', 'win32')).toBe('tray-collecting.png');
    expect(iconFile(state, 'colour', 'linux')).toBe('tray-collecting.png');
    expect(iconFile(state, 'white', 'linux')).toBe('tray-collecting-white.png');
    expect(iconFile(state, 'black', 'linux')).toBe('tray-collectingTemplate.png');
  });
});
