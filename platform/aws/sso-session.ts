import { getSSOTokenFilepath, getSSOTokenFromFile } from '@smithy/core/config';
import { z } from 'zod';
import { profileChain, readSharedFiles } from './profiles.ts';

/** The sign-in of a profile at IAM Identity Center, from a section `sso-session` or the profile itself. */
export interface SsoSession {
  /** The profile that names it: the one asked for, or one that it leads to. */
  profile: string;
  /** Name of the section; null: start URL and region are in the profile itself, the format of AWS CLI 1. */
  name: string | null;
  startUrl: string;
  region: string;
  /** Scopes of the token; empty without a section. */
  scopes: string[];
}

/** The AWS CLI's default scopes. */
const DEFAULT_SCOPES = 'sso:account:access';

/** The SSO session of a profile; null: none, or incomplete. */
export async function ssoSessionOf(profile: string): Promise<SsoSession | null> {
  const files = await readSharedFiles();
  for (const { name, values } of profileChain(files, profile)) {
    const session = values['sso_session'];
    const section =
      session === undefined ? values : (files.configFile[`sso-session.${session}`] ?? {});
    const { sso_start_url: startUrl, sso_region: region } = section;
    if (startUrl === undefined || region === undefined) continue;
    const named = section['sso_registration_scopes'] ?? DEFAULT_SCOPES;
    const scopes = named.split(',').map((scope) => scope.trim());
    return {
      profile: name,
      name: session ?? null,
      startUrl,
      region,
      scopes: session === undefined ? [] : scopes.filter((scope) => scope !== ''),
    };
  }
  return null;
}

/** The AWS CLI's token file of a session: `~/.aws/sso/cache/SHA1.json`. */
export function tokenFileOf({ name, startUrl }: SsoSession): string {
  return getSSOTokenFilepath(name ?? startUrl);
}

const tokenSchema = z.object({
  accessToken: z.string().min(1),
  expiresAt: z
    .string()
    .transform((text) => new Date(text))
    .pipe(z.date()),
});

/** Whether a session has a token that has not expired by `now` (milliseconds). */
export async function hasToken({ name, startUrl }: SsoSession, now: number): Promise<boolean> {
  const kept: unknown = await getSSOTokenFromFile(name ?? startUrl).catch(() => null);
  const token = tokenSchema.safeParse(kept);
  return token.success && token.data.expiresAt.getTime() > now;
}
