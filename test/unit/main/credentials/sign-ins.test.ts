import { createHash } from 'node:crypto';
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
    '[default]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n[profile keys]\nregion = eu-west-1\n' +
      '[profile cli]\nregion = eu-west-1\nlogin_session = arn:aws:sts::123456789012:assumed-role/viewer/anna\n',
  );
  const env = {
    HOME: home,
    AWS_LOGIN_CACHE_DIRECTORY: home,
    AWS_CONFIG_FILE: config,
    ...server.env,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  rmSync(home, { recursive: true });
});

/** Waits until `go` is called, or the sign-in is cancelled. */
function heldClock(): Clock & { go: () => void; asked: () => number } {
  let asked = 0;
  const waiting: (() => void)[] = [];
  return {
    now: () => Date.now(),
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.push(resolve);
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      }),
    asked: () => asked,
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
  it('opens the page, and retries failed requests once the user has confirmed', async () => {
    const { all, clock, onSignedIn, opened } = signIns();
    const prompt = await all.begin();
    const { id } = prompt;
    expect(prompt.profile).toBe('default');
    const pages = opened.slice();
    expect(prompt).toMatchObject({ address: pages[0] });
    await all.open(id);
    expect(opened).toEqual([...pages, ...pages]);
    server.approved = true;
    const finished = all.finish(id);
    clock.go();
    await finished;
    expect(onSignedIn).toHaveBeenCalledOnce();
  });

  it('is one at a time: a new one ends the previous one', async () => {
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

  it('continues if the browser does not open: the address can be typed', async () => {
    const { all, warned } = signIns(() => Promise.reject(new Error('no browser')));
    expect(await all.begin()).toMatchObject({ userCode: 'ABCD-EFGH' });
    expect(warned).toHaveBeenCalledOnce();
    all.stop();
  });

  it('reports what a profile without a session lacks', async () => {
    await expect(signIns().all.begin('keys')).rejects.toMatchObject({
      error: { code: 'not-configured', message: expect.stringContaining('"keys"') as string },
    });
  });
});

it('a session of aws login is started by the AWS CLI, and noticed once it exists', async () => {
  const { all, onSignedIn, opened, clock } = signIns();
  const prompt = await all.begin('cli');
  expect(prompt).toMatchObject({ profile: 'cli', command: 'aws login --profile cli' });
  expect(opened).toEqual([]);
  const finished = all.finish(prompt.id);
  const session = 'arn:aws:sts::123456789012:assumed-role/viewer/anna';
  const file = join(home, `${createHash('sha256').update(session).digest('hex')}.json`);
  // An incomplete or expired one does not count.
  for (const text of ['{"accessToken"', kept('2020-01-01T00:00:00Z')]) {
    writeFileSync(file, text);
    await vi.waitFor(() => {
      clock.go();
      expect(clock.asked()).toBeGreaterThan(1);
    });
    expect(onSignedIn).not.toHaveBeenCalled();
  }
  writeFileSync(file, kept('2999-01-01T00:00:00Z'));
  clock.go();
  await finished;
  expect(onSignedIn).toHaveBeenCalledTimes(1);
});

function kept(expiresAt: string): string {
  return JSON.stringify({ accessToken: { accessKeyId: 'ASIALOGIN', expiresAt } });
}
