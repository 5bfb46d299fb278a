const LONGEST_ADDRESS = 2048;

/**
 * The page on which a user confirms a sign-in, if it may be opened; else null. It may by https, or on this machine where
 * the OIDC service itself was put there (`AWS_ENDPOINT_URL_SSO_OIDC`). Whoever answers in the service's place must not
 * start a program, and must not fill in a password.
 */
export function signInPage(address: string): URL | null {
  if (address.length > LONGEST_ADDRESS || !URL.canParse(address)) return null;
  const page = new URL(address);
  if (page.username !== '' || page.password !== '') return null;
  return page.protocol === 'https:' || isOwnTest(page) ? page : null;
}

function isOwnTest({ protocol, hostname }: URL): boolean {
  const own = process.env['AWS_ENDPOINT_URL_SSO_OIDC'] ?? '';
  const isHere = (host: string): boolean => /^(?:127\.0\.0\.1|localhost)$/u.test(host);
  return (
    protocol === 'http:' && isHere(hostname) && URL.canParse(own) && isHere(new URL(own).hostname)
  );
}
