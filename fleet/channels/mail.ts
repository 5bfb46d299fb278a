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
  const { host, port, security, user, from, to, privateAddress } = channel;
  if (security === 'none' && !privateAddress)
    throw appFailure(
      'invalid-input',
      'Mail is sent in the clear only within the own network.',
      'Use STARTTLS or TLS, or allow private addresses for this channel.',
    );
  trustSystemCertificates();
  const address = await addressOf(channel);
  // Loaded with the first mail only.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    // What was checked is what is connected to; the certificate is still checked for the name.
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
  });
  try {
    await transport.sendMail({
      from: { name: 'Py-Perf Desktop', address: from },
      to,
      subject: safeText(message.title, 200),
      text: `${message.text}\n\n${message.source}, ${new Date(message.at * 1000).toISOString()}\n${message.id}\n`,
      messageId: `<${message.id}@py-perf-desktop>`,
      headers: { 'X-Py-Perf-Id': message.id, 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    throw mailFailure(host, error);
  } finally {
    transport.close();
  }
}

async function addressOf({ host, security, privateAddress }: MailChannel): Promise<string> {
  try {
    const [first] = await checkedAddresses(host, reachOf(privateAddress, security !== 'none'));
    if (first === undefined) throw new Error('no address');
    return first.address;
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
