import { AppFailure, appFailure } from '../contract/errors.ts';
import { safeText } from '../contract/safe-text.ts';
import type { Settings } from '../contract/settings.ts';
import { mfaCodeSchema } from '../contract/sign-in.ts';
import { isConnected } from '../platform/aws/config.ts';
import { beginMfaSession, missingMfaSession } from '../platform/aws/mfa.ts';
import { profileName } from '../platform/aws/profiles.ts';
import { tell } from './print.ts';

/** Attempts before the command gives up. */
const MOST_CODES = 3;

/** Asks for a line; resolves with null if the input ends first. */
export type AskLine = (question: string) => Promise<string | null>;

/**
 * Asks on standard error and reads lines from standard input, a terminal or a pipe. Resolves with the result of `work`.
 */
async function withLines<T>(work: (ask: AskLine) => Promise<T>): Promise<T> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // One reader for all questions: a pipe brings the lines at once.
  const read = lines[Symbol.asyncIterator]();
  try {
    return await work(async (question) => {
      tell(question);
      const { value, done } = await read.next();
      return done === true ? null : value;
    });
  } finally {
    lines.close();
  }
}

/**
 * Assumes the role of a profile with a code of its MFA device. Asks again, with the reason, if AWS refuses the code.
 * Throws `AppFailure`: `mfa-needed` if no code comes or three were refused.
 */
export async function askForCode(role: Asking, ask?: AskLine): Promise<void> {
  await (ask === undefined
    ? withLines((askLine) => askUntilTaken(role, askLine))
    : askUntilTaken(role, ask));
}

/** See `MfaRole`. */
interface Asking {
  profile: string;
  serial: string;
}

async function askUntilTaken({ profile, serial }: Asking, ask: AskLine): Promise<void> {
  const question = `MFA code of ${safeText(serial, 200)} for the profile ${safeText(profile, 100)}: `;
  let refusal: AppFailure | null = null;
  for (let count = 0; count < MOST_CODES; count += 1) {
    if (refusal !== null) tell(`${refusal.error.message}\n`);
    const line = await ask(question);
    if (line === null || line.trim() === '') throw refusal ?? noCode(profile);
    const code = mfaCodeSchema.safeParse(line);
    try {
      if (!code.success) throw notSixDigits();
      await beginMfaSession(profile, code.data);
      return;
    } catch (error) {
      if (!(error instanceof AppFailure) || error.error.code !== 'mfa-needed') throw error;
      refusal = error;
    }
  }
  throw refusal ?? noCode(profile);
}

/**
 * On a terminal, asks for the MFA codes that the connected sources need, before anything is sent: requests have a
 * deadline, and people may have to look for their device. Without a terminal the sources report what they need.
 */
export async function enterMissingCodes(read: () => Pick<Settings, 'sources'>): Promise<void> {
  if (!(process.stdin.isTTY && process.stderr.isTTY)) return;
  const profiles = read().sources.flatMap((source) =>
    isConnected(source) && source.credentials !== 'stored' && !isByKeys(source.profile)
      ? [profileName(source.profile)]
      : [],
  );
  if (profiles.length === 0) return;
  for (const profile of new Set(profiles)) {
    const role = await missingMfaSession(profile).catch(() => null);
    if (role !== null) await askForCode(role);
  }
}

/** Keys in the environment take precedence over the default profile. */
function isByKeys(profile: string | undefined): boolean {
  const { AWS_PROFILE = '', AWS_ACCESS_KEY_ID = '' } = process.env;
  return profile === undefined && AWS_PROFILE === '' && AWS_ACCESS_KEY_ID !== '';
}

function noCode(profile: string): AppFailure {
  const name = safeText(profile, 100);
  return appFailure(
    'mfa-needed',
    `No code was entered for the profile "${name}".`,
    `Run "login --profile ${name}" in a terminal, or write the code to its standard input.`,
  );
}

function notSixDigits(): AppFailure {
  return appFailure('mfa-needed', 'A code has 6 digits.', 'Enter the code that the device shows.');
}
