import { profileChain, readSharedFiles } from './profiles.ts';

/**
 * The profile whose session of `aws login` (`login_session`) a profile is used by: itself, or one that it leads to by
 * `source_profile`; null where there is none. Only the AWS CLI begins such a session; the SDK renews it while it lasts.
 */
export async function loginProfileOf(profile: string): Promise<string | null> {
  const chain = profileChain(await readSharedFiles(), profile);
  return chain.find(({ values }) => values['login_session'] !== undefined)?.name ?? null;
}
