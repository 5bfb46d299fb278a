import type { IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { REQUEST_CHANNELS } from '../../../../contract/bridge.ts';
import type { RequestName } from '../../../../contract/requests.ts';
import { appFailure } from '../../../../contract/errors.ts';
import { ok, type Result } from '../../../../contract/result.ts';
import { handleRequest } from '../../../../main/ipc/handle.ts';
import type { Logger } from '../../../../platform/log/log.ts';
import { silentLogger } from '../../../support/test-engine.ts';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

const OURS = { url: 'app://bundle/index.html#/', parent: null };

/** Registers one request and answers what a frame gets that asks it. */
function asker<K extends RequestName>(
  name: K,
  answer: Parameters<typeof handleRequest<K>>[2],
  logger: Logger = silentLogger,
) {
  const handlers = new Map<string, Handler>();
  const ipcMain = {
    handle: (channel: string, handler: Handler) => {
      handlers.set(channel, handler);
    },
  };
  handleRequest({ ipcMain, logger }, name, answer);
  return async (frame: object | null, input: unknown): Promise<Result<unknown>> => {
    const event = { senderFrame: frame as WebFrameMain | null } as IpcMainInvokeEvent;
    return (await handlers.get(REQUEST_CHANNELS[name])?.(event, input)) as Result<unknown>;
  };
}

describe('a request', () => {
  it('a valid request of our own page is answered', async () => {
    const ask = asker('setCollecting', ({ enabled }) => Promise.resolve(ok({ enabled } as never)));
    expect(await ask(OURS, { enabled: true })).toEqual({ ok: true, value: { enabled: true } });
  });

  it.each([
    ['a frame that has gone', null],
    ['another site', { url: 'https://example.com/', parent: null }],
    ['another host of our scheme', { url: 'app://elsewhere/index.html', parent: null }],
    ['a file', { url: 'file:///index.html', parent: null }],
    ['a frame inside our page', { ...OURS, parent: OURS }],
    ['no URL at all', { url: '', parent: null }],
  ])('of %s is refused before it is parsed', async (_, frame) => {
    let reached = false;
    const ask = asker('fleetOverview', () => {
      reached = true;
      return Promise.resolve(ok({} as never));
    });
    expect(await ask(frame, {})).toMatchObject({ ok: false, error: { code: 'forbidden-sender' } });
    expect(reached).toBe(false);
  });

  it.each([undefined, null, 'text', [], { enabled: 1 }, { enabled: true, path: '/' }])(
    'a request with the payload %j is refused',
    async (input) => {
      const ask = asker('setCollecting', () => Promise.resolve(ok({} as never)));
      expect(await ask(OURS, input)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    },
  );

  it.each([
    '{"enabled":true,"__proto__":{"polluted":true}}',
    '{"enabled":true,"constructor":{"prototype":{"polluted":true}}}',
    '{"__proto__":{"enabled":true}}',
  ])('with a payload that reaches for prototypes is refused: %s', async (json) => {
    let reached = false;
    const ask = asker('setCollecting', () => {
      reached = true;
      return Promise.resolve(ok({} as never));
    });
    expect(await ask(OURS, JSON.parse(json))).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(reached).toBe(false);
    expect('polluted' in {}).toBe(false);
  });

  it('a request with a huge payload is refused in few words', async () => {
    const ask = asker('setCollecting', () => Promise.resolve(ok({} as never)));
    const payload = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`k${String(i)}`, i]),
    );
    const result = await ask(OURS, payload);
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(JSON.stringify(result).length).toBeLessThan(1500);
  });

  it('a request is judged by where its frame is when it arrives: after a navigation it is foreign', async () => {
    const ask = asker('appInfo', () => Promise.resolve(ok({} as never)));
    const frame = { ...OURS };
    expect(await ask(frame, {})).toMatchObject({ ok: true });
    frame.url = 'https://example.com/';
    expect(await ask(frame, {})).toMatchObject({ ok: false, error: { code: 'forbidden-sender' } });
  });

  it('a request that fails as expected keeps its code and hint', async () => {
    const ask = asker('fleetOverview', () =>
      Promise.reject(appFailure('disk-full', 'The disk is full.', 'Free some space.')),
    );
    expect(await ask(OURS, {})).toEqual({
      ok: false,
      error: { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space.' },
    });
  });

  it('a request that fails unexpectedly reveals nothing internal', async () => {
    const ask = asker('fleetOverview', () => Promise.reject(new Error('/home/me/secret')));
    const result = await ask(OURS, {});
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it.each([
    ['too short a secret', { secretAccessKey: 'SECRETSECRET' }],
    ['spaces in it', { secretAccessKey: 'SECRET SECRET SECRET SECRET SECRET' }],
    ['an object for it', { secretAccessKey: { SECRET: 1 } }],
    ['a bad id', { accessKeyId: 'SECRET-id' }],
    ['an endless token', { sessionToken: 'SECRET'.repeat(5000) }],
    ['a secret for a name', { SECRETSECRETSECRETSECRET: '' }],
    ['a list', ['SECRET']],
  ])('with keys that have %s is refused without repeating them', async (_, change) => {
    const logged: string[] = [];
    const note = (message: string, fields?: object): void =>
      void logged.push(message, JSON.stringify(fields ?? null));
    const logger = { debug: note, info: note, warn: note, error: note };
    const keys = Array.isArray(change)
      ? change
      : { accessKeyId: 'AKIASECRETSECRET1234', secretAccessKey: 'SECRET/'.repeat(5), ...change };
    for (const [name, input] of [
      ['setCredentials', { sourceId: 'default', keys }],
      ['testSource', { source: { id: 'default', name: 'AWS' }, keys }],
    ] as const) {
      const ask = asker(name, () => Promise.resolve(ok({} as never)), logger);
      const result = await ask(OURS, input);
      expect(result).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
      expect(JSON.stringify([result, logged])).not.toContain('SECRET');
    }
  });
});
