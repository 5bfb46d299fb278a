import { createHmac } from 'node:crypto';

/** How keys are marked that are written in base64 (standardwebhooks.com). */
const BASE64_PREFIX = 'whsec_';

/**
 * The headers by which a receiver knows who sent a body, when, and whether it has had it (the Standard Webhooks
 * specification): HMAC-SHA256 over `id.timestamp.body`. `at` in Unix seconds; without a key nothing is signed.
 */
export function webhookHeaders(
  { id, at, body }: { id: string; at: number; body: string },
  key: string | undefined,
): Record<string, string> {
  const timestamp = String(Math.floor(at));
  const named = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (key === undefined) return named;
  const bytes = key.startsWith(BASE64_PREFIX)
    ? Buffer.from(key.slice(BASE64_PREFIX.length), 'base64')
    : Buffer.from(key, 'utf8');
  const signature = createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`);
  return { ...named, 'webhook-signature': `v1,${signature.digest('base64')}` };
}
