import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { osService } from '../../../../collector/os-service/os-service.ts';
import { COLLECTOR_SERVICE, WATCHER_SERVICE } from '../../../../collector/os-service/services.ts';
import { systemdUnit } from '../../../../collector/os-service/systemd.ts';
import { COMMAND, FakeSystem } from './fake-system.ts';

const UNIT = COLLECTOR_SERVICE.systemdUnit;
const analyzer = spawnSync('systemd-analyze', ['--version']).status === 0;

let system: FakeSystem;

beforeEach(() => {
  system = new FakeSystem();
});

afterEach(() => {
  system.remove();
});

describe('systemd', () => {
  it('quotes paths, percent signs, quotation marks, backslashes and dollars', () => {
    const unit = systemdUnit(COMMAND, 'user', COLLECTOR_SERVICE);
    expect(unit).toContain(
      String.raw`ExecStart="/opt/py perf/node" "/opt/py perf/cli & co/index.ts" "collect" "--hostname" "100%% \"real\" $$HOME \\"`,
    );
    expect(unit).toContain('Environment="AWS_PROFILE=fleet <team> 50%%"');
  });

  it('a unit does not start a removed program, and keeps its data private', () => {
    const unit = systemdUnit(
      { ...COMMAND, program: '/opt/py perf 100%/node' },
      'system',
      COLLECTOR_SERVICE,
    );
    expect(unit).toContain('ConditionFileIsExecutable=/opt/py perf 100%%/node\n');
    expect(unit).toContain('StateDirectoryMode=0700\n');
  });

  it('describes the watcher as its own unit, which also reads a user’s variables from a file', () => {
    const user = systemdUnit(COMMAND, 'user', WATCHER_SERVICE);
    expect(user).toContain('Description=Py-Perf watcher');
    expect(user).toContain('EnvironmentFile=-%E/py-perf-watcher/watcher.env\n');
    const system = systemdUnit(COMMAND, 'system', WATCHER_SERVICE);
    expect(system).toContain('StateDirectory=py-perf-watcher\n');
    expect(system).toContain('Environment=PY_PERF_DATA_DIR=%S/py-perf-watcher\n');
    expect(systemdUnit(COMMAND, 'user', COLLECTOR_SERVICE)).not.toContain('EnvironmentFile');
    expect(systemdUnit(COMMAND, 'system', COLLECTOR_SERVICE)).toContain(
      'EnvironmentFile=-%E/py-perf-desktop/collector.env\n',
    );
  });

  it('keeps the watcher apart from the collector', async () => {
    const collector = osService(system.options('linux'));
    const watcher = osService(system.options('linux', 'user', WATCHER_SERVICE));
    await collector.install(COMMAND);
    const { definition } = await watcher.install({ ...COMMAND, args: ['/cli.ts', 'watch'] });
    expect(readFileSync(definition, 'utf8')).toContain('"/cli.ts" "watch"\n');
    expect(await watcher.uninstall()).toBe(true);
    expect(await watcher.status()).toMatchObject({ installed: false });
    expect(await collector.status()).toMatchObject({ installed: true });
  });

  it('refuses a line break, which would start another setting', () => {
    const args = ['collect\nExecStartPre=/bin/evil'];
    expect(() => systemdUnit({ ...COMMAND, args }, 'user', COLLECTOR_SERVICE)).toThrow(
      /control character/u,
    );
  });

  it.runIf(analyzer).each(['user', 'system'] as const)(
    'passes systemd-analyze verify as a %s unit',
    (scope) => {
      const file = join(system.root, UNIT);
      const program = process.execPath;
      writeFileSync(file, systemdUnit({ ...COMMAND, program }, scope, COLLECTOR_SERVICE));
      const { status, stdout, stderr } = spawnSync(
        'systemd-analyze',
        ['verify', `--${scope}`, '--man=no', file],
        { encoding: 'utf8', env: { ...process.env, XDG_RUNTIME_DIR: system.root } },
      );
      const about = `${stdout}${stderr}`.split('\n').filter((line) => line.includes(UNIT));
      expect(about).toEqual([]);
      expect({ status, stderr }).toMatchObject({ status: 0 });
    },
  );

  it('installs, reports and leaves nothing behind', async () => {
    const before = system.files();
    const service = osService(system.options('linux'));
    const unit = join(system.home, '.config/systemd/user', UNIT);
    expect(await service.install(COMMAND)).toEqual({
      installed: true,
      running: true,
      definition: unit,
    });
    expect(readFileSync(unit, 'utf8')).toBe(systemdUnit(COMMAND, 'user', COLLECTOR_SERVICE));
    expect(system.calls).toEqual([
      'systemctl --user daemon-reload',
      `systemctl --user enable ${UNIT}`,
      `systemctl --user restart ${UNIT}`,
      `systemctl --user is-active ${UNIT}`,
    ]);
    expect(await service.uninstall()).toBe(true);
    expect(system.files()).toEqual(before);
    expect(await service.uninstall()).toBe(false);
  });

  it('leaves nothing behind when the service manager refuses', async () => {
    const before = system.files();
    system.failing.set('restart', { code: 1, stdout: '', stderr: 'no bus' });
    const service = osService(system.options('linux'));
    await expect(service.install(COMMAND)).rejects.toMatchObject({
      error: { code: 'unavailable', message: expect.stringContaining('no bus') as string },
    });
    expect(system.files()).toEqual(before);
  });
});
