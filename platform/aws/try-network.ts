import { request } from 'node:https';
import { getCACertificates } from 'node:tls';
import { appFailure } from '../../contract/errors.ts';
import type { NetworkTest } from '../../contract/network.ts';
import { safeText } from '../../contract/safe-text.ts';
import { authoritiesIn, trustSystemCertificates } from '../net/certificates.ts';
import { proxyFor, shownProxy } from '../net/proxy.ts';
import type { KnownNetwork } from '../net/settings.ts';
import { TunnelAgent } from '../net/tunnel-agent.ts';
import { withRoute } from '../net/way-failure.ts';
import { untilAborted } from '../until-aborted.ts';
import { timedOut } from './bounded-handler.ts';
import { dynamoAddress } from './dynamo-address.ts';
import { awsFailure } from './errors.ts';

/** Milliseconds for the whole of a test. */
const TEST_TIMEOUT_MS = 10_000;
/** Characters of the answer that are looked at. */
const LOOKED_AT = 200;

/**
 * Asks DynamoDB in a region whether it is well, which needs no credentials, by the way that `network` names: settings that
 * are not saved yet. Throws `AppFailure` (`network`, `timeout`, `bad-answer` where somebody else answered,
 * `not-configured` for a CA file that cannot be used).
 */
export async function tryNetwork(
  region: string,
  network: KnownNetwork,
  timeoutMs: number = TEST_TIMEOUT_MS,
): Promise<NetworkTest> {
  const address = dynamoAddress(region);
  const { caFile } = network.settings;
  trustSystemCertificates();
  const ca = caFile === undefined ? [] : authoritiesIn({ path: caFile, namedBy: 'that setting' });
  const proxy = await proxyFor(address, process.env, network);
  const doing = 'trying the network out';
  const { status, text } = await ask(address, proxy, ca, timeoutMs).catch(
    async (error: unknown) => {
      throw awsFailure(await withRoute(error, address, proxy), doing);
    },
  );
  const shown = proxy === null ? null : shownProxy(proxy);
  // DynamoDB answers a plain GET with "healthy: dynamodb.eu-central-1.amazonaws.com".
  if (status === 200 && text.startsWith('healthy')) return { host: address.host, proxy: shown };
  const what = /^\s*</u.test(text) ? 'a web page' : `"${safeText(text, 80)}"`;
  throw appFailure(
    'bad-answer',
    `Somebody else answered for ${address.host}${shown === null ? '' : ` over the proxy ${shown}`}: ${what} (HTTP ${String(status)}).`,
    'This network may want you to sign in: open a web page in a browser. Otherwise ask whoever runs the proxy.',
  );
}

function ask(
  address: URL,
  proxy: string | null,
  ca: readonly string[],
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  const agent = new TunnelAgent(proxy, {
    keepAlive: false,
    ...(ca.length === 0 ? {} : { ca: [...getCACertificates('default'), ...ca] }),
  });
  const signal = AbortSignal.timeout(timeoutMs);
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    // The time-out is for a proxy that does not answer: Node's signal ends no tunnel that is being made.
    const asking = request(address, { agent, signal, timeout: timeoutMs }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text = `${text}${part}`.slice(0, LOOKED_AT);
      });
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text });
      });
      answer.on('error', reject);
    });
    asking.on('error', reject);
    asking.end();
  });
  return untilAborted(answered, signal)
    .catch((error: unknown) => {
      throw signal.aborted ? timedOut('no answer', error) : error;
    })
    .finally(() => {
      agent.destroy();
    });
}
