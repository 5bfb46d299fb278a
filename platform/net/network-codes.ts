/** Node's and libuv's codes of a host that cannot be reached. */
export const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EPIPE',
  'EADDRNOTAVAIL',
  'EPROTO',
  'ERR_PROXY_TUNNEL',
]);

/** Node's codes of a certificate that does not do (`tls`, "X509 certificate error codes"). */
export const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** All codes of a request that did not get where it was to go. */
export const CODES_OF_THE_WAY: ReadonlySet<string> = new Set([
  ...NETWORK_CODES,
  ...CERTIFICATE_CODES,
]);

/** Causes of causes that are looked at. */
const DEEPEST_CAUSE = 5;

/** An error and those that caused it, outermost first; of an AggregateError (several addresses tried) the first. */
export function* causesOf(error: unknown): Generator<Error> {
  for (let at = error, depth = 0; at instanceof Error && depth < DEEPEST_CAUSE; depth += 1) {
    yield at;
    at = at.cause ?? (at as { errors?: unknown[] }).errors?.[0];
  }
}

/** The code of an error, or of one that caused it, that is among `codes`; null where none is. */
export function codeIn(error: unknown, codes: ReadonlySet<string>): string | null {
  for (const { code } of causesOf(error) as Iterable<{ code?: unknown }>)
    if (typeof code === 'string' && codes.has(code)) return code;
  return null;
}
