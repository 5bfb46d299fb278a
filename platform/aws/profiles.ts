import { loadSharedConfigFiles } from '@smithy/core/config';

/** The settings of one profile in the shared files, by name. */
export type ProfileValues = Readonly<Record<string, string | undefined>>;

/** A profile with its name. */
export interface NamedProfile {
  name: string;
  values: ProfileValues;
}

/** Profiles that may lead to each other by `source_profile`. */
const LONGEST_CHAIN = 10;

/** The shared files as they are now: the SDK itself keeps them for as long as the process lives. */
export function readSharedFiles(): ReturnType<typeof loadSharedConfigFiles> {
  return loadSharedConfigFiles({ ignoreCache: true });
}

type SharedFiles = Awaited<ReturnType<typeof loadSharedConfigFiles>>;

/** A profile of the shared files; the credentials file overrides the config file, as in the SDK. Null: none. */
export function profileIn(
  { configFile, credentialsFile }: SharedFiles,
  name: string,
): ProfileValues | null {
  const [inConfig, inCredentials] = [configFile, credentialsFile].map((file) =>
    Object.hasOwn(file, name) ? file[name] : undefined,
  );
  if (inConfig === undefined && inCredentials === undefined) return null;
  return { ...inConfig, ...inCredentials };
}

/**
 * A profile and those that it leads to by `source_profile`, in this order; ends where one is missing, or leads back to
 * one before it.
 */
export function profileChain(files: SharedFiles, name: string): NamedProfile[] {
  const chain: NamedProfile[] = [];
  let next: string | undefined = name;
  while (next !== undefined && chain.length < LONGEST_CHAIN) {
    const values = profileIn(files, next);
    if (values === null || chain.some((before) => before.name === next)) break;
    chain.push({ name: next, values });
    next = values['source_profile'];
  }
  return chain;
}

/** The profile that is used where `chosen` names none. */
export function profileName(
  chosen?: string,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): string {
  const named = chosen ?? env['AWS_PROFILE']?.trim();
  return named === undefined || named === '' ? 'default' : named;
}
