import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import {
  getCACertificates,
  setDefaultCACertificates,
  type PeerCertificate,
  type TLSSocket,
} from 'node:tls';
import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { knownNetwork } from './settings.ts';
import { TunnelAgent } from './tunnel-agent.ts';

/**
 * Variables that name a file of further certificate authorities (PEM). Node reads the last by itself, Electron does
 * not.
 */
const BUNDLE_VARIABLES = ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'] as const;
/** How errors call the setting that names one. */
const SETTING = 'Settings, Network';

/** Milliseconds for looking at a certificate that was not trusted. */
const LOOK_TIMEOUT_MS = 5000;

/** A file of certificate authorities (PEM), and the setting that names it, for errors. */
export interface AuthorityFile {
  path: string;
  namedBy: string;
}

/** Those that profiles of the AWS configuration name, by the profile. */
const ofProfiles = new Map<string, { path: string; certificates: readonly string[] }>();
let trusted: string | null = null;

/**
 * Makes this thread trust what the system trusts, and the authorities in the files that the settings and `AWS_CA_BUNDLE`
 * name, besides those that come with Node. Reads them once for each set of files. Throws `AppFailure` (`not-configured`)
 * where a file cannot be read or has no certificate.
 */
export function trustSystemCertificates(env: Readonly<NodeJS.ProcessEnv> = process.env): void {
  const files = authorityFiles(knownNetwork().settings.caFile, env);
  const further = [...ofProfiles.values()];
  const key = JSON.stringify([files, ...further.map(({ path }) => path)]);
  if (trusted === key) return;
  const named = [
    ...files.flatMap(authoritiesIn),
    ...further.flatMap(({ certificates }) => certificates),
  ];
  const own = [...getCACertificates('bundled'), ...named];
  // One that the system has and that cannot be read takes none of the others away.
  if (!trust([...new Set([...own, ...systemCertificates()])])) setDefaultCACertificates(own);
  trusted = key;
}

/** The files that settings and environment name. */
function authorityFiles(
  caFile: string | undefined,
  env: Readonly<NodeJS.ProcessEnv>,
): AuthorityFile[] {
  const ofSettings = caFile === undefined ? [] : [{ path: caFile, namedBy: SETTING }];
  return [
    ...ofSettings,
    ...BUNDLE_VARIABLES.flatMap((name) => {
      const path = env[name]?.trim();
      return path === undefined || path === '' ? [] : [{ path, namedBy: name }];
    }),
  ];
}

/**
 * Trusts the file that a profile names (`ca_bundle`) from the next connection of this thread on, and the one that it named
 * before no more; null: it names none. Throws `AppFailure` (`not-configured`).
 */
export function trustFileOfProfile(profile: string, file: AuthorityFile | null): void {
  if (file === null) ofProfiles.delete(profile);
  else ofProfiles.set(profile, { path: file.path, certificates: authoritiesIn(file) });
}

/** Empty if the system's certificates cannot be listed; Node's own then remain. */
function systemCertificates(): string[] {
  try {
    return getCACertificates('system');
  } catch {
    return [];
  }
}

/** Whether all certificates could be read; if not, the previously trusted ones remain. */
function trust(certificates: readonly string[]): boolean {
  try {
    setDefaultCACertificates(certificates);
    return true;
  } catch {
    return false;
  }
}

/** The certificates of a file. Throws `AppFailure` (`not-configured`). */
export function authoritiesIn({ path, namedBy }: AuthorityFile): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw badBundle(namedBy, path, 'cannot be read', cause);
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu);
  if (found === null) throw badBundle(namedBy, path, 'holds no certificate (PEM)');
  try {
    for (const each of found) new X509Certificate(each);
  } catch (cause) {
    throw badBundle(namedBy, path, 'has a certificate that cannot be read', cause);
  }
  return found;
}

function badBundle(namedBy: string, path: string, problem: string, cause?: unknown) {
  return appFailure(
    'not-configured',
    `The file of certificate authorities that ${namedBy} names ${problem}: ${safeText(path, 300)}`,
    `Correct ${namedBy}, or unset it: the system's own certificates are used as well.`,
    cause,
  );
}

/** A certificate that a server showed and that is not trusted here. */
export interface ShownCertificate {
  /** Whom it names. */
  subject: string;
  /** Who signed the last certificate that the server showed: the one that this machine would have to trust. */
  issuer: string;
}

/**
 * Looks at the certificate that an address shows, trusted or not, over the same proxy as its requests. Nothing is sent
 * but the handshake. Null where it cannot be seen.
 */
export function shownCertificate(
  address: URL,
  proxy: string | null,
  lookup?: LookupFunction,
): Promise<ShownCertificate | null> {
  const agent = new TunnelAgent(proxy, {
    // The certificate is only looked at; the connection ends before anything is sent.
    rejectUnauthorized: false,
    ...(lookup === undefined ? {} : { lookup }),
  });
  return new Promise((resolve) => {
    const finish = (found: ShownCertificate | null): void => {
      clearTimeout(timer);
      looking.destroy();
      agent.destroy();
      resolve(found);
    };
    const timer = setTimeout(() => {
      finish(null);
    }, LOOK_TIMEOUT_MS);
    // Without `end()` no byte of a request leaves.
    const looking = request(address, { agent, method: 'HEAD' });
    looking.on('error', () => {
      finish(null);
    });
    looking.on('socket', (socket) => {
      const look = (): void => {
        finish(described((socket as TLSSocket).getPeerCertificate(true)));
      };
      if ((socket as TLSSocket).getPeerCertificate(true).subject === undefined)
        socket.once('secureConnect', look);
      else look();
    });
  });
}

/** Certificates of a chain that are followed. */
const LONGEST_CHAIN = 10;

function described(
  shown: PeerCertificate & { issuerCertificate?: unknown },
): ShownCertificate | null {
  if (typeof shown.subject !== 'object') return null;
  let last = shown;
  for (let depth = 0; depth < LONGEST_CHAIN; depth += 1) {
    const { issuerCertificate: next } = last as { issuerCertificate?: PeerCertificate };
    if (next === undefined || next === last || next.fingerprint256 === last.fingerprint256) break;
    last = next;
  }
  return { subject: nameIn(shown.subject), issuer: nameIn(last.issuer) };
}

function nameIn(names: PeerCertificate['subject']): string {
  const { CN, O, OU } = names;
  const name = [CN, O, OU].flat().find((each) => typeof each === 'string' && each !== '');
  return safeText(name ?? 'without a name', 120);
}
