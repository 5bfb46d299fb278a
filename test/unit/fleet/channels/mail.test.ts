import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { channelSchema, type ChannelMessage } from '../../../../contract/channels.ts';
import { sendMail } from '../../../../fleet/channels/mail.ts';

const found = vi.hoisted(() => ({ addresses: [] as { address: string; family: number }[] }));
vi.mock('node:dns/promises', () => ({ lookup: () => Promise.resolve(found.addresses) }));

const TIMEOUT_MS = 30_000;
const IPV6 = { address: '::1', family: 6 };
const IPV4 = { address: '127.0.0.1', family: 4 };
const MESSAGE: ChannelMessage = {
  id: 'message-1',
  at: 1_795_000_000,
  state: 'firing',
  severity: 'critical',
  source: 'Fleet',
  incident: 'message-1',
  closes: [],
  alerts: [],
  title: 'web-01 is offline',
  text: 'web-01',
};

let server: SMTPServer;
/** Connections, and mails that were taken. */
let connections: number;
let mails: number;
let refuses: boolean;

beforeEach(async () => {
  [connections, mails, refuses] = [0, 0, false];
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onConnect(_session, callback) {
      connections += 1;
      callback();
    },
    onRcptTo(_address, _session, callback) {
      callback(refuses ? new Error('no such mailbox') : null);
    },
    onData(stream, _session, callback) {
      stream.resume().on('end', () => {
        mails += 1;
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(async () => {
  await new Promise<void>((resolve) => {
    server.close(resolve);
  });
});

function send(...addresses: { address: string; family: number }[]): Promise<void> {
  found.addresses = addresses;
  const { port } = server.server.address() as AddressInfo;
  const channel = channelSchema.parse({
    id: 'mail',
    name: 'Mail',
    type: 'email',
    host: 'mail.example.net',
    port,
    security: 'none',
    from: 'py-perf@example.net',
    to: ['ops@example.net'],
    privateAddress: true,
  });
  if (channel.type !== 'email') throw new Error('no channel for mail');
  return sendMail(channel, {}, MESSAGE, TIMEOUT_MS);
}

it('tries the next address of a server if one cannot be reached', async () => {
  await send(IPV6, IPV4);
  expect([connections, mails]).toEqual([1, 1]);
});

it('fails if no address can be reached', async () => {
  await expect(send(IPV6)).rejects.toThrow(/mail\.example\.net did not take the mail/u);
});

it('accepts a refusal by the first server that answers', async () => {
  refuses = true;
  await expect(send(IPV4, { ...IPV4, address: '127.0.0.2' })).rejects.toThrow(/did not take/u);
  expect([connections, mails]).toEqual([1, 0]);
});

it('refuses all addresses if one of them is forbidden', async () => {
  await expect(send(IPV4, { address: '169.254.169.254', family: 4 })).rejects.toThrow(
    /link-local or reserved/u,
  );
  expect(connections).toBe(0);
});
