import { z } from 'zod';
import { because } from './reasons.ts';

/** The address of a proxy: http or https, host and port only. User and password are stored separately. */
const proxySchema = z
  .string()
  .trim()
  .max(300)
  .transform((text) => (text === '' ? undefined : text))
  .pipe(
    z
      .string()
      .refine((text) => !text.includes('@'), because('noPassword'))
      .refine((text) => proxyOrigin(text) !== null, because('proxy'))
      .optional(),
  )
  .optional();

/** Network settings of the app and the command line, beyond those of environment and system. */
export const networkSettingsSchema = z.strictObject({
  /** Used for every request, overriding environment and system. Absent: they decide. */
  proxy: proxySchema,
  /** Hosts reached without a proxy, in the syntax of `NO_PROXY`. */
  noProxy: z
    .string()
    .trim()
    .max(2000)
    .transform((text) => (text === '' ? undefined : text))
    .optional(),
  /** A file of additional certificate authorities (PEM). Only the shell's dialog and this file can set it. */
  caFile: z.string().trim().min(1).max(4096).optional(),
});

/** See `networkSettingsSchema`. */
export type NetworkSettings = z.infer<typeof networkSettingsSchema>;

/** The settings that a page can change: all but paths. */
export const networkPatchSchema = networkSettingsSchema.omit({ caFile: true });

/** User and password of a proxy, for Basic authentication. */
export const proxyIdentitySchema = z.strictObject({
  user: z.string().min(1).max(300),
  password: z.string().max(1000),
});

/** See `proxyIdentitySchema`. */
export type ProxyIdentity = z.infer<typeof proxyIdentitySchema>;

/** User and password by proxy address, `http://host:port`; never sent to another proxy. */
export type ProxyIdentities = ReadonlyMap<string, ProxyIdentity>;

/** The public facts about stored users and passwords. */
export interface ProxyIdentitiesState {
  /** Addresses of proxies with a stored password. */
  proxies: string[];
  /** Why they cannot be read, or null. */
  error: { message: string; hint: string } | null;
}

/** The result of a network test. */
export interface NetworkTest {
  /** The host that answered. */
  host: string;
  /** The proxy in between, without user and password; null: none. */
  proxy: string | null;
}

/**
 * The normal form of a proxy's address, `http://host:port` without user and password; null if it is
 * invalid. The default protocol is http.
 */
export function proxyOrigin(text: string): string | null {
  const full = /^[a-z]+:\/\//iu.test(text) ? text : `http://${text}`;
  const [, protocol, host, port] = ADDRESS.exec(full) ?? [];
  if (protocol === undefined || host === undefined) return null;
  const scheme = protocol.toLowerCase();
  const number = port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port);
  return number < 1 || number > 65_535
    ? null
    : `${scheme}://${host.toLowerCase()}:${String(number)}`;
}

const ADDRESS = /^(https?):\/\/(\[[\da-f:.]+\]|[^\s/?#\\@:[\]]+)(?::(\d{1,5}))?\/?$/iu;
