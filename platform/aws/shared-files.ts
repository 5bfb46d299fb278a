import { homedir } from 'node:os';
import { join } from 'node:path';

/** One of the two files of the shared AWS configuration. */
export interface SharedFile {
  variable: string;
  name: string;
}

/** The shared configuration of the AWS tools. */
export const CONFIG_FILE: SharedFile = { variable: 'AWS_CONFIG_FILE', name: 'config' };
/** The shared credentials of the AWS tools. */
export const CREDENTIALS_FILE: SharedFile = {
  variable: 'AWS_SHARED_CREDENTIALS_FILE',
  name: 'credentials',
};

/** The path that the SDK reads it from. */
export function fileOf(
  { variable, name }: SharedFile,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): string {
  const chosen = env[variable];
  return chosen === undefined || chosen === '' ? join(homedir(), '.aws', name) : chosen;
}
