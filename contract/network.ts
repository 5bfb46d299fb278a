import { z } from 'zod';
import { because } from './reasons.ts';

/** The address of a proxy: http or https, host and port alone. User and password are kept apart from it. */
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

/** How the app and the command line reach other machines, beyond what environment and system say. */
export const networkSettingsSchema = z.strictObject({
  /** Every request goes over it, whatever environment and system name. Absent: they decide. */
  proxy: proxySchema,
  /** Hosts that are reached without any proxy, in the words of `NO_PROXY`. */
  noProxy: z
    .string()
    .trim()
    .max(2000)
    .transform((text) => (text === '' ? undefined : text))
    .optional(),
  /** A file of further certificate authorities (PEM). Only the shell's dialog and this file name one. */
  caFile: z.string().trim().min(1).max(4096).optional(),
});

/** See `networkSettingsSchema`. */
export type NetworkSettings = z.infer<typeof networkSettingsSchema>;

/** What a page may change of them: all but paths. */
export const networkPatchSchema = networkSettingsSchema.omit({ caFile: true });

/** User and password of a proxy, for Basic authentication. */
export const proxyIdentitySchema = z.strictObject({
  user: z.string().min(1).max(300),
  password: z.string().max(1000),
});

/** See `proxyIdentitySchema`. */
export type ProxyIdentity = z.infer<typeof proxyIdentitySchema>;

/** User and password by the address of their proxy, `http://host:port`: no other proxy is given them. */
export type ProxyIdentities = ReadonlyMap<string, ProxyIdentity>;

/** What may be known of the stored users and passwords. */
export interface ProxyIdentitiesState {
  /** Addresses of the proxies that have one. */
  proxies: string[];
  /** Why they cannot be read, or null. */
  error: { message: string; hint: string } | null;
}

/** The way that was tried out. */
export interface NetworkTest {
  /** The host that answered. */
  host: string;
  /** The proxy in between, without user and password; null: none. */
  proxy: string | null;
}

/**
 * A proxy's address in the one form that it is known by, `http://host:port` without user and password; null where it is
 * none. Where no protocol is named, http is meant.
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
