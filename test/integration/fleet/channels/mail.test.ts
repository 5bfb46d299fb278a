import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
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

  it('is not sent to a server with an untrusted certificate', async () => {
    // The server's own certificate, which it has signed itself: other tests may have made this process trust ours.
    const port = await start({}, {});
    await expect(send(port)).rejects.toMatchObject({ error: { code: 'network' } });
    expect(mails).toEqual([]);
  });

  it('is not sent in the clear if the server has no STARTTLS', async () => {
    const port = await start({ disabledCommands: ['STARTTLS'] });
    await expect(send(port)).rejects.toMatchObject({ error: { code: 'network' } });
    expect(mails).toEqual([]);
  });

  it('reports a rejected password without revealing it', async () => {
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

describe('a mail server that does otherwise than it should', () => {
  let raw: Server | null = null;
  /** Lines that it was sent. */
  let lines: string[] = [];
  afterEach(() => raw?.close());

  /** Answers line by line; undefined: nothing more, null: it hangs up. Lines of a mail have no answer. */
  async function serve(answer: (line: string) => string | null | undefined): Promise<number> {
    lines = [];
    const started = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 mail.example ESMTP\r\n');
      let rest = '';
      socket.on('data', (data: Buffer) => {
        const parts = (rest + data.toString('latin1')).split('\r\n');
        rest = parts.pop() ?? '';
        for (const line of parts) {
          lines.push(line);
          const said = answer(line);
          if (said === null) socket.destroy();
          else if (said !== undefined) socket.write(`${said}\r\n`);
        }
      });
    });
    raw = started;
    await new Promise<void>((resolve) => {
      started.listen(0, '127.0.0.1', resolve);
    });
    return (started.address() as AddressInfo).port;
  }

  const GREETING = '250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN';

  it.each([
    ['refuses it', '454 4.7.0 TLS not available'],
    ['does not know it', '502 5.5.1 Unrecognized command'],
    ['hangs up', null],
    ['goes on in the clear', '250 OK'],
  ])('gets no password and no mail if it %s after offering STARTTLS', async (_what, said) => {
    const port = await serve((line) => (line === 'STARTTLS' ? said : GREETING));
    const sent = deliver(
      channelAt(port),
      { password: 'hunter2-secret' },
      MESSAGE,
      MESSAGE.at,
      // A server that continues in the clear never answers the TLS greeting.
      { timeoutMs: 300 },
    );
    await expect(sent).rejects.toMatchObject({
      error: { code: expect.stringMatching(/^(?:network|timeout)$/u) as string },
    });
    expect(lines.filter((line) => /AUTH|MAIL|DATA/u.test(line))).toEqual([]);
  });

  it('gets no password if its offer of STARTTLS was removed on the way', async () => {
    const port = await serve((line) =>
      line.startsWith('EHLO') ? '250-mail.example\r\n250 AUTH PLAIN LOGIN' : '502 5.5.1 Unknown',
    );
    await expect(send(port, {}, 'hunter2-secret')).rejects.toMatchObject({
      error: { code: 'network' },
    });
    expect(lines.filter((line) => /AUTH|MAIL|DATA/u.test(line))).toEqual([]);
  });

  it('has not accepted a mail if it falls silent after it', async () => {
    const port = await serve((line) => {
      if (line === 'DATA') return '354 Go ahead';
      return lines.includes('DATA') ? undefined : '250 OK';
    });
    const options = { security: 'none', user: undefined };
    const channel = channelAt(port, options);
    await expect(
      deliver(channel, {}, MESSAGE, MESSAGE.at, { timeoutMs: 300 }),
    ).rejects.toMatchObject({ error: { code: 'timeout' } });
    expect(lines).toContain('DATA');
  });

  it('has not accepted a mail if it hangs up after it', async () => {
    const port = await serve((line) => {
      if (line === 'DATA') return '354 Go ahead';
      return line === '.' ? null : lines.includes('DATA') ? undefined : '250 OK';
    });
    const options = { security: 'none', user: undefined };
    const channel = channelAt(port, options);
    await expect(
      deliver(channel, {}, MESSAGE, MESSAGE.at, { timeoutMs: 60_000 }),
    ).rejects.toMatchObject({ error: { code: 'network' } });
    expect(lines).toContain('.');
  });
});
