/** Node's and libuv's codes of a host that cannot be reached. */
const NETWORK_CODES = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EPIPE',
  'EADDRNOTAVAIL',
  'EPROTO',
  'ERR_PROXY_TUNNEL',
]);

/** OpenSSL's own codes (`ERR_SSL_WRONG_VERSION_NUMBER`): the answer was not TLS, or of an unsupported version. */
const OF_TLS = /^ERR_(?:SSL|TLS)_(?!CERT_)/u;

/** Node's codes of a certificate that does not do (`tls`, "X509 certificate error codes"). */
const CERTIFICATE_CODES = new Set([
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

/** An error and those that caused it, outermost first; of an AggregateError (several addresses tried) the first. */
export function* causesOf(error: unknown): Generator<Error> {
  for (let at = error, depth = 0; at instanceof Error && depth < DEEPEST_CAUSE; depth += 1) {
    yield at;
    at = at.cause ?? (at as { errors?: unknown[] }).errors?.[0];
  }
}

/** The code of an unreachable host in an error or its causes; null: none. */
export function networkCodeIn(error: unknown): string | null {
  return codeIn(error, (code) => NETWORK_CODES.has(code) || OF_TLS.test(code));
}

/** The code of a rejected certificate in an error or its causes; null: none. */
export function certificateCodeIn(error: unknown): string | null {
  return codeIn(error, (code) => CERTIFICATE_CODES.has(code));
}

/** Whether an error, or its text if the SDK has kept nothing else, means that a request did not arrive. */
export function isOfTheWay(error: unknown, text = ''): boolean {
  if ((networkCodeIn(error) ?? certificateCodeIn(error)) !== null) return true;
  return [...NETWORK_CODES, ...CERTIFICATE_CODES].some((code) => text.includes(code));
}

function codeIn(error: unknown, isMeant: (code: string) => boolean): string | null {
  for (const { code } of causesOf(error) as Iterable<{ code?: unknown }>)
    if (typeof code === 'string' && isMeant(code)) return code;
  return null;
}
