import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ShellMemory } from '../../../../main/system/shell-state.ts';
import { silentLogger } from '../../../support/test-engine.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('what the shell remembers', () => {
  it('the shell’s state survives a restart', () => {
    const window = { x: 1, y: 2, width: 1000, height: 700, maximized: true };
    new ShellMemory(folder, silentLogger).remember({ window, toldOfTray: true });
    expect(new ShellMemory(folder, silentLogger).state).toEqual({
      window,
      toldOfTray: true,
      quietFrom: 0,
      quietUntil: 0,
      shownNotices: [],
      trayIcon: 'colour',
    });
  });

  it('the shell’s state is dropped if the file is damaged', () => {
    writeFileSync(join(folder, 'shell.json'), '{"window": {"x": "left"}}');
    expect(new ShellMemory(folder, silentLogger).state.window).toBeUndefined();
  });

  it.each([
    ['a later version', '{"version": 2, "trayIcon": "white"}', 'its format is 2'],
    ['keys that are not known', '{"trayIcon": "white", "zoom": 2}', 'zoom'],
  ])(
    'is set aside at the first change if a newer release seems to have written it: %s',
    (_, text, named) => {
      const newer = mkdtempSync(join(folder, 'newer-'));
      writeFileSync(join(newer, 'shell.json'), text);
      const warned: unknown[] = [];
      const logger = { ...silentLogger, warn: (...said: unknown[]) => void warned.push(said) };
      const memory = new ShellMemory(newer, logger);
      expect(memory.state.trayIcon).toBe('colour');
      expect(JSON.stringify(warned)).toContain(named);
      expect(readFileSync(join(newer, 'shell.json'), 'utf8')).toBe(text);
      memory.remember({ toldOfTray: true });
      memory.remember({ trayIcon: 'white' });
      expect(new ShellMemory(newer, silentLogger).state).toEqual(memory.state);
      const [aside = '', ...others] = readdirSync(newer).filter((name) => name !== 'shell.json');
      expect(others).toEqual([]);
      expect(readFileSync(join(newer, aside), 'utf8')).toBe(text);
    },
  );

  it('logs an unreadable file, but not a missing one', () => {
    const unreadable = mkdtempSync(join(folder, 'unreadable-'));
    const warned: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => void warned.push(message) };
    new ShellMemory(unreadable, logger);
    expect(warned).toEqual([]);
    mkdirSync(join(unreadable, 'shell.json'));
    new ShellMemory(unreadable, logger);
    expect(warned).toEqual(['shell.json could not be read']);
  });
});
