import type { OutgoingRequest } from '../../platform/net/send-request.ts';

/** Headers of every request whose body is JSON. */
const JSON_HEADERS = { 'content-type': 'application/json', 'user-agent': 'py-perf-desktop' };

/** A POST of JSON. */
export function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): OutgoingRequest {
  return {
    url,
    method: 'POST',
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify(body),
  };
}
