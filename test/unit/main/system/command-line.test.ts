import { describe, expect, it } from 'vitest';
import { cliArguments, cliStart, type ProgramFacts } from '../../../../main/system/command-line.ts';

describe('cliArguments', () => {
  it('finds the command line of a packaged app', () => {
    expect(cliArguments(['/opt/app', 'cli', 'status', '--json'], true)).toEqual([
      'status',
      '--json',
    ]);
    expect(cliArguments(['/opt/app', '--no-sandbox', 'cli', 'collect'], true)).toEqual(['collect']);
    expect(cliArguments(['/opt/app', 'cli'], true)).toEqual([]);
  });

  it('finds it after the folder of an app that is not packaged', () => {
    expect(cliArguments(['electron', '--inspect=0', '.', 'cli', 'status'], false)).toEqual([
      'status',
    ]);
    expect(cliArguments(['electron', 'cli'], false)).toBeNull();
  });

  it('leaves the app alone otherwise', () => {
    for (const args of [[], ['--hidden'], ['open', 'cli'], ['--cli'], ['client']])
      expect(cliArguments(['/opt/app', ...args], true)).toBeNull();
  });
});

describe('cliStart', () => {
  const facts: ProgramFacts = {
    isPackaged: true,
    platform: 'linux',
    execPath: '/opt/Py-Perf Desktop/py-perf-desktop',
    appPath: '/opt/Py-Perf Desktop/resources/app.asar',
    env: {},
  };

  it('starts the packaged program with the argument `cli`', () => {
    expect(cliStart(facts)).toEqual({
      program: facts.execPath,
      args: ['--no-sandbox', 'cli'],
      environment: {},
    });
    expect(cliStart({ ...facts, platform: 'darwin' }).args).toEqual(['cli']);
  });

  it('gives Electron the folder of an app that is not packaged', () => {
    const start = cliStart({ ...facts, platform: 'win32', isPackaged: false, appPath: 'C:\\src' });
    expect(start.args).toEqual(['C:\\src', 'cli']);
  });

  it('names the user’s file, not the folder that it is unpacked to', () => {
    const image = cliStart({
      ...facts,
      execPath: '/tmp/.mount_Py-Pekxz/py-perf-desktop',
      env: { APPIMAGE: '/home/me/Py-Perf.AppImage', APPDIR: '/tmp/.mount_Py-Pekxz' },
    });
    expect(image).toMatchObject({
      program: '/home/me/Py-Perf.AppImage',
      environment: { APPIMAGE_EXTRACT_AND_RUN: '1' },
    });
    const env = { PORTABLE_EXECUTABLE_FILE: 'D:\\Py-Perf.exe', TEMP: '/temp' };
    const unpacked = {
      ...facts,
      platform: 'win32',
      execPath: '/temp/nsx1.tmp/app/py-perf.exe',
      env,
    };
    expect(cliStart(unpacked as typeof facts).program).toBe('D:\\Py-Perf.exe');
  });

  it('cliStart does not mistake the AppImage that started it for its own', () => {
    const env = { APPIMAGE: '/home/me/Editor.AppImage', APPDIR: '/tmp/.mount_Editorx' };
    expect(cliStart({ ...facts, env })).toMatchObject({
      program: facts.execPath,
      environment: {},
    });
    const beside = { ...facts, execPath: '/tmp/.mount_Editorx2/py-perf-desktop' };
    expect(cliStart({ ...beside, env }).program).toBe(beside.execPath);
  });

  it('cliStart is recognised by the program that it starts', () => {
    const { program, args } = cliStart(facts);
    expect(cliArguments([program, ...args, 'collect'], true)).toEqual(['collect']);
  });
});
