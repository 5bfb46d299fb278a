import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { APP_ID, identifyToWindows } from '../../../../main/system/app-id.ts';

const packages: unknown = parse(
  readFileSync(join(import.meta.dirname, '../../../../electron-builder.yml'), 'utf8'),
);

function named(platform: NodeJS.Platform, isPackaged: boolean): string[] {
  const names: string[] = [];
  identifyToWindows({ isPackaged, setAppUserModelId: (id) => names.push(id) }, platform);
  return names;
}

describe('the name that Windows knows the app by', () => {
  it('the app’s id on Windows is that of the installer’s shortcut', () => {
    expect(packages).toMatchObject({ appId: APP_ID });
  });

  it('the app’s id is set on Windows only, by an installed copy', () => {
    expect(named('win32', true)).toEqual([APP_ID]);
    expect(named('win32', false)).toEqual([]);
    expect(named('linux', true)).toEqual([]);
    expect(named('darwin', true)).toEqual([]);
  });
});

describe('the timers of an app without a window', () => {
  it('the timers of an app without a window are not slowed down by macOS', () => {
    expect(packages).toMatchObject({ mac: { extendInfo: { NSAppSleepDisabled: true } } });
  });
});
