import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { osService } from '../../../../collector/os-service/os-service.ts';
import { launchdPlist } from '../../../../collector/os-service/launchd.ts';
import { COLLECTOR_SERVICE, WATCHER_SERVICE } from '../../../../collector/os-service/services.ts';
import { COMMAND, FakeSystem } from './fake-system.ts';

const { launchdLabel } = COLLECTOR_SERVICE;

let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
});

afterEach(() => {
  system.remove();
});

describe('launchd', () => {
  it('writes a property list that parses back to its values', () => {
    expect(parse(launchdPlist(COMMAND, launchdLabel))).toEqual({
      Label: launchdLabel,
      ProgramArguments: [COMMAND.program, ...COMMAND.args],
      EnvironmentVariables: COMMAND.environment,
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 30,
      ProcessType: 'Background',
    });
  });

  it('installs, reports and leaves nothing behind', async () => {
    const before = system.files();
    const service = osService(system.options('darwin'));
    system.failing.set('print', { code: 0, stdout: '\tstate = running\n', stderr: '' });
    const file = join(system.home, 'Library/LaunchAgents', `${launchdLabel}.plist`);
    expect(await service.install(COMMAND)).toEqual({
      installed: true,
      running: true,
      definition: file,
    });
    expect(readFileSync(file, 'utf8')).toBe(launchdPlist(COMMAND, launchdLabel));
    expect(system.calls).toContain(`launchctl bootstrap gui/501 ${file}`);
    expect(await service.uninstall()).toBe(true);
    expect(system.files()).toEqual(before);
  });

  it('registers the watcher under its own label', async () => {
    const { definition } = await osService(
      system.options('darwin', 'user', WATCHER_SERVICE),
    ).install(COMMAND);
    expect(definition).toMatch(/\/dev\.py-perf\.watcher\.plist$/u);
    expect(parse(readFileSync(definition, 'utf8'))).toMatchObject({ Label: 'dev.py-perf.watcher' });
  });

  it('leaves nothing behind when launchd refuses', async () => {
    mkdirSync(join(system.root, 'Library/LaunchDaemons'), { recursive: true });
    const before = system.files();
    system.failing.set('bootstrap', { code: 5, stdout: '', stderr: 'Bootstrap failed: 5' });
    const service = osService(system.options('darwin', 'system'));
    await expect(service.install(COMMAND)).rejects.toMatchObject({
      error: { hint: expect.stringContaining('sudo') as string },
    });
    expect(system.files()).toEqual(before);
  });
});
