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

/** Causes of causes that are looked at. */
const DEEPEST_CAUSE = 5;

/** The code of an error, or of one that caused it, that is among `codes`; null where none is. */
export function codeIn(error: unknown, codes: ReadonlySet<string>): string | null {
  // An AggregateError (several addresses tried) and wrapped errors keep the code further in.
  for (let at = error, depth = 0; at instanceof Error && depth < DEEPEST_CAUSE; depth += 1) {
    const { code, errors } = at as { code?: unknown; errors?: unknown[] };
    if (typeof code === 'string' && codes.has(code)) return code;
    at = at.cause ?? errors?.[0];
  }
  return null;
}
