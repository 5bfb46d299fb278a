import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { channelSchema, type ChannelMessage } from '../../../../contract/channels.ts';
import { deliver } from '../../../../fleet/channels/deliver.ts';
import { channelWords } from '../../../../platform/channel-words.ts';
import { AUTHORITY_FILE } from '../../../support/inspecting-proxy.ts';

const TLS = join(import.meta.dirname, '../../../fixtures/tls');
const MESSAGE: ChannelMessage = {
  id: 'message-1',
  at: 1_795_000_000,
  state: 'firing',
  severity: 'critical',
  source: 'Fleet',
  incident: 'message-1',
  closes: [],
  alerts: [],
  ...channelWords({ state: 'firing', alerts: [] }, 'en'),
};

let server: SMTPServer | null = null;
/** Mails as they came, and whether each came encrypted. */
let mails: { text: string; secure: boolean; user: unknown }[] = [];

/** A key and a certificate that an authority of the tests has signed. */
const SIGNED = {
  key: readFileSync(join(TLS, 'server.key')),
  cert: readFileSync(join(TLS, 'server.pem')),
};

async function start(options: SMTPServerOptions = {}, identity: object = SIGNED): Promise<number> {
  mails = [];
  const started = new SMTPServer({
    ...identity,
    authOptional: true,
    onAuth({ username, password }, _session, callback) {
      if (password === 'right') callback(null, { user: username ?? '' });
      else callback(new Error('Invalid username or password'));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const user: unknown = session.user;
        mails.push({ text: Buffer.concat(chunks).toString('utf8'), secure: session.secure, user });
        callback();
      });
    },
    ...options,
  });
  started.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  server = started;
  return (started.server.address() as AddressInfo).port;
}

afterEach(async () => {
  delete process.env['AWS_CA_BUNDLE'];
  await new Promise<void>((resolve) => {
    if (server === null) resolve();
    else server.close(resolve);
  });
  server = null;
});

function channelAt(port: number, change: object = {}) {
  return channelSchema.parse({
    type: 'email',
    id: 'mail',
    name: 'Mail',
    host: 'localhost',
    port,
    privateAddress: true,
    from: 'fleet@example.com',
    to: ['ops@example.com'],
    user: 'fleet',
    ...change,
  });
}

function send(port: number, change: object = {}, password = 'right'): Promise<void> {
  const secrets = { password };
  return deliver(channelAt(port, change), secrets, MESSAGE, MESSAGE.at, { timeoutMs: 3000 });
}

describe('mail by SMTP', () => {
  it('goes encrypted by STARTTLS, signed in, with the id of its message', async () => {
    process.env['AWS_CA_BUNDLE'] = AUTHORITY_FILE;
    await send(await start());
    expect(mails).toMatchObject([{ secure: true, user: 'fleet' }]);
    expect(mails[0]?.text).toMatch(/^Message-ID: <message-1@py-perf-desktop>\r?$/mu);
    expect(mails[0]?.text).toMatch(/^X-Py-Perf-ID: message-1\r?$/mu);
    expect(mails[0]?.text).toMatch(/^Subject: Test from Py-Perf Desktop\r?$/mu);
  });

  it('is not sent to a server whose certificate nobody trusts', async () => {
    // The server's own certificate, which it has signed itself: other tests may have made this process trust ours.
    const port = await start({}, {});
    await expect(send(port)).rejects.toMatchObject({ error: { code: 'network' } });
    expect(mails).toEqual([]);
  });

  it('is not sent in the clear where the server has no STARTTLS', async () => {
    const port = await start({ disabledCommands: ['STARTTLS'] });
    await expect(send(port)).rejects.toMatchObject({ error: { code: 'network' } });
    expect(mails).toEqual([]);
  });

  it('says so where the password is rejected, without it', async () => {
    process.env['AWS_CA_BUNDLE'] = AUTHORITY_FILE;
    const error: unknown = await send(await start(), {}, 'hunter2-secret').catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ error: { code: 'credentials-rejected' } });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });

  it('stays out of private networks unless the channel allows them', async () => {
    const port = await start();
    await expect(send(port, { privateAddress: false })).rejects.toThrow('private network');
    expect(mails).toEqual([]);
  });
});
