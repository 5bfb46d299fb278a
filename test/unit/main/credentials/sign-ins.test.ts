import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignIns } from '../../../../main/credentials/sign-ins.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { startSignInServer, type SignInServer } from '../../../support/sign-in-server.ts';

let home: string;
let server: SignInServer;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'sign-ins-'));
  server = await startSignInServer();
  const config = join(home, 'config');
  writeFileSync(
    config,
    '[default]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n[profile keys]\nregion = eu-west-1\n',
  );
  const env = { HOME: home, AWS_CONFIG_FILE: config, ...server.env };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  rmSync(home, { recursive: true });
});

/** Waits until `go` is called, or the sign-in is cancelled. */
function heldClock(): Clock & { go: () => void } {
  const waiting: (() => void)[] = [];
  return {
    now: () => Date.now(),
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        waiting.push(resolve);
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      }),
    go: () => {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

function signIns(openPage: (address: string) => Promise<void> = () => Promise.resolve()) {
  const clock = heldClock();
  const onSignedIn = vi.fn(() => Promise.resolve());
  const opened: string[] = [];
  const warned = vi.fn();
  const all = new SignIns({
    openPage: (address) => {
      opened.push(address);
      return openPage(address);
    },
    onSignedIn,
    clock,
    logger: { debug: vi.fn(), info: vi.fn(), warn: warned, error: vi.fn() },
  });
  return { all, clock, onSignedIn, opened, warned };
}

describe('SignIns', () => {
  it('opens the page, and tries again what failed once the user has confirmed', async () => {
    const { all, clock, onSignedIn, opened } = signIns();
    const { id, address, profile } = await all.begin();
    expect(profile).toBe('default');
    expect(opened).toEqual([address]);
    await all.open(id);
    expect(opened).toEqual([address, address]);
    server.approved = true;
    const finished = all.finish(id);
    clock.go();
    await finished;
    expect(onSignedIn).toHaveBeenCalledOnce();
  });

  it('is one at a time: another ends the one before', async () => {
    const { all } = signIns();
    const first = await all.begin();
    const ended = expect(all.finish(first.id)).rejects.toMatchObject({
      error: { code: 'aborted' },
    });
    await all.begin();
    await ended;
    await expect(all.open(first.id)).rejects.toMatchObject({ error: { code: 'not-found' } });
  });

  it('ends when it is cancelled, and when the app closes', async () => {
    const { all, onSignedIn } = signIns();
    const first = await all.begin();
    const finished = all.finish(first.id);
    all.cancel(first.id);
    await expect(finished).rejects.toMatchObject({ error: { code: 'aborted' } });
    const second = all.finish((await all.begin()).id);
    all.stop();
    await expect(second).rejects.toMatchObject({ error: { code: 'aborted' } });
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  it('goes on where the browser does not open: the page can be typed', async () => {
    const { all, warned } = signIns(() => Promise.reject(new Error('no browser')));
    expect(await all.begin()).toMatchObject({ userCode: 'ABCD-EFGH' });
    expect(warned).toHaveBeenCalledOnce();
    all.stop();
  });

  it('says of a profile without a session what it lacks', async () => {
    await expect(signIns().all.begin('keys')).rejects.toMatchObject({
      error: { code: 'not-configured', message: expect.stringContaining('"keys"') as string },
    });
  });
});
