import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkedForService,
  watcherArguments,
  watcherDirectory,
} from '../../../../cli/commands/watch-service.ts';
import { settingsSchema, type Settings } from '../../../../contract/settings.ts';

const LINUX = {
  platform: 'linux',
  env: { HOME: '/home/a', PY_PERF_DATA_DIR: '/srv/watch' },
} as const;
const MAC = { ...LINUX, platform: 'darwin' } as const;
const WINDOWS = { ...LINUX, platform: 'win32' } as const;

function withChannel(channel: object): Settings {
  const base = { id: 'ops', name: 'Ops', ...channel };
  return settingsSchema.parse({ channels: [base] });
}

describe('the data directory of the watcher', () => {
  it('is the one that was named, and never the app’s', () => {
    expect(watcherDirectory({}, LINUX)).toBe(resolve('/srv/watch'));
    const unnamed = { ...LINUX, env: { XDG_CONFIG_HOME: '/home/a/.config' } };
    expect(() => watcherDirectory({}, unnamed)).toThrow(/separate data directory/u);
    const apps = { ...unnamed.env, PY_PERF_DATA_DIR: '/home/a/.config/py-perf-desktop' };
    expect(() => watcherDirectory({}, { ...LINUX, env: apps })).toThrow(/separate/u);
  });

  it('is the only one that a system service of systemd can write', () => {
    expect(watcherDirectory({ system: true }, LINUX)).toBe('/var/lib/py-perf-watcher');
  });
});

describe('the arguments of the watcher', () => {
  it('are empty by default, and name the directory for a Windows task, which has no variables', () => {
    expect(watcherArguments({}, '/srv/watch', LINUX)).toEqual([]);
    expect(watcherArguments({}, 'D:\\watch', WINDOWS)).toEqual(['--data-dir=D:\\watch']);
  });

  it('name the file of the heartbeat by its absolute path, not its URL', () => {
    const flags = { heartbeat: 'file:beat.url', privateHeartbeat: true, region: 'eu-west-1' };
    expect(watcherArguments(flags, '/srv/watch', LINUX)).toEqual([
      '--region=eu-west-1',
      `--heartbeat=file:${resolve('beat.url')}`,
      '--private-heartbeat',
    ]);
    expect(watcherArguments({ heartbeat: 'env:BEAT' }, '/srv/watch', LINUX)).toEqual([
      '--heartbeat=env:BEAT',
    ]);
  });
});

describe('what a service can read', () => {
  it('names the variables that it needs, once', () => {
    const settings = withChannel({
      type: 'ntfy',
      secrets: { topic: 'env:TOPIC', token: 'env:KEY' },
    });
    expect(checkedForService(settings, 'env:KEY', LINUX)).toEqual(['KEY', 'TOPIC']);
  });

  it('is not a secret of the keyring, neither one that a type needs nor a password', () => {
    expect(() => checkedForService(withChannel({ type: 'slack' }), undefined, LINUX)).toThrow(
      /"url" of the channel Ops is where no service can read it/u,
    );
    const mail = { type: 'email', host: 'mail', from: 'a@b.c', to: ['a@b.c'] };
    expect(checkedForService(withChannel(mail), undefined, LINUX)).toEqual([]);
    expect(() => checkedForService(withChannel({ ...mail, user: 'a' }), undefined, LINUX)).toThrow(
      /"password"/u,
    );
  });

  it('leaves out a channel that is off', () => {
    const off = withChannel({ type: 'slack', enabled: false });
    expect(checkedForService(off, undefined, LINUX)).toEqual([]);
  });

  it('is not a file named from here, nor a variable under launchd', () => {
    const file = withChannel({ type: 'slack', secrets: { url: 'file:slack.url' } });
    expect(() => checkedForService(file, undefined, LINUX)).toThrow(/runs in another/u);
    const whole = withChannel({ type: 'slack', secrets: { url: `file:${resolve('slack.url')}` } });
    expect(checkedForService(whole, 'file:beat.url', MAC)).toEqual([]);
    expect(() => checkedForService(whole, 'env:BEAT', MAC)).toThrow(/launchd/u);
  });

  it('is not a key stored by the app', () => {
    const sources = [{ id: 'a', name: 'A', credentials: 'stored' }];
    const settings = settingsSchema.parse({ sources });
    expect(() => checkedForService(settings, undefined, LINUX)).toThrow(
      /only be used inside the app/u,
    );
  });
});
