import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import type { Channel, ChannelMessage, ChannelSecrets } from '../../contract/channels.ts';
import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { checkedAddresses, reachOf } from '../../platform/net/address-check.ts';
import { trustSystemCertificates } from '../../platform/net/certificates.ts';

type MailChannel = Extract<Channel, { type: 'email' }>;

/**
 * Sends a message by SMTP. Its `Message-ID` is made of the message's id, so that a second copy can be recognised. Mail goes
 * straight to its server: proxies for the web do not pass it. `timeoutMs` for each step of it. Throws `AppFailure`
 * (`invalid-input`, `network`, `timeout`, `credentials-rejected`).
 */
export async function sendMail(
  channel: MailChannel,
  { password }: ChannelSecrets,
  message: ChannelMessage,
  timeoutMs: number,
): Promise<void> {
  const { host, security, privateAddress } = channel;
  if (security === 'none' && !privateAddress)
    throw appFailure(
      'invalid-input',
      'Mail is sent in the clear only within the own network.',
      'Use STARTTLS or TLS, or allow private addresses for this channel.',
    );
  trustSystemCertificates();
  // Loaded with the first mail only.
  const { createTransport } = await import('nodemailer');
  const addresses = await addressesOf(channel);
  for (const [index, address] of addresses.entries()) {
    const transport = createTransport(optionsOf(channel, password, address, timeoutMs));
    try {
      await transport.sendMail(mailOf(channel, message));
      return;
    } catch (error) {
      // A name often has an IPv6 address that this machine cannot reach. Once there is a connection, its answer counts.
      if (index === addresses.length - 1 || !isUnreached(error)) throw mailFailure(host, error);
    } finally {
      transport.close();
    }
  }
}
/** Options of a connection to an address that was checked; the certificate is still checked for the name. */
function optionsOf(
  { host, port, security, user }: MailChannel,
  password: string | undefined,
  address: string,
  timeoutMs: number,
): SMTPTransport.Options {
  return {
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { servername: host },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  };
}

function mailOf({ from, to }: MailChannel, message: ChannelMessage): SMTPTransport.MailOptions {
  return {
    from: { name: 'Py-Perf Desktop', address: from },
    to,
    subject: safeText(message.title, 200),
    text: `${message.text}\n\n${message.source}, ${new Date(message.at * 1000).toISOString()}\n${message.id}\n`,
    messageId: `<${message.id}@py-perf-desktop>`,
    headers: { 'X-Py-Perf-Id': message.id, 'Auto-Submitted': 'auto-generated' },
  };
}

/** Whether there was no connection at all: nothing has been sent. */
function isUnreached(error: unknown): boolean {
  return (error as { command?: unknown }).command === 'CONN';
}

/** At least one. Throws `AppFailure`. */
async function addressesOf({ host, security, privateAddress }: MailChannel): Promise<string[]> {
  try {
    const found = await checkedAddresses(host, reachOf(privateAddress, security !== 'none'));
    if (found.length === 0) throw new Error('no address');
    return found.map(({ address }) => address);
  } catch (error) {
    throw mailFailure(host, error);
  }
}

/** A server's answers may repeat what was sent: only its code is shown. */
function mailFailure(host: string, error: unknown): unknown {
  if (error instanceof Error && error.name === 'AppFailure') return error;
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const said = [code, responseCode]
    .flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? [String(each)] : []))
    .join(' ');
  const name = safeText(host, 120);
  if (code === 'EAUTH')
    return appFailure(
      'credentials-rejected',
      `${name} rejects user or password (${said}).`,
      'Correct them; some providers want a password made for this app.',
    );
  return appFailure(
    code === 'ETIMEDOUT' ? 'timeout' : 'network',
    `${name} did not take the mail (${said}).`,
    'Check server, port and security. It is tried again.',
  );
}
