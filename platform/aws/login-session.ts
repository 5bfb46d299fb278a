import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import type { CommandPrompt } from '../../contract/sign-in.ts';
import type { Clock } from '../clock.ts';
import { profileChain, readSharedFiles } from './profiles.ts';

/** Milliseconds between two looks at a session that is waited for, and seconds after which it is given up. */
const LOOK_EVERY_MS = 1000;
const PATIENCE_S = 900;
const LONGEST_FILE = 64 * 1024;

/** A session of `aws login`: the profile that names it, and its name. */
export interface LoginSession {
  profile: string;
  session: string;
}

/**
 * The session of `aws login` (`login_session`) that a profile is used by: its own, or that of one that it leads to by
 * `source_profile`; null where there is none. Only the AWS CLI begins such a session; the SDK renews it while it lasts.
 */
export async function loginSessionOf(profile: string): Promise<LoginSession | null> {
  for (const { name, values } of profileChain(await readSharedFiles(), profile)) {
    const session = values['login_session'];
    if (session !== undefined) return { profile: name, session };
  }
  return null;
}

/** The terminal command that starts a session. */
export function loginCommandOf({ profile }: LoginSession): string {
  const name = safeText(profile, 100);
  return `aws login --profile ${/^[\w.-]+$/u.test(name) ? name : `"${name.replaceAll('"', '')}"`}`;
}

/** The AWS CLI's file of a session: `~/.aws/login/cache/SHA256.json`. */
export function loginFileOf({ session }: LoginSession): string {
  const folder =
    process.env['AWS_LOGIN_CACHE_DIRECTORY'] ?? join(homedir(), '.aws', 'login', 'cache');
  return join(folder, `${createHash('sha256').update(session).digest('hex')}.json`);
}

/** A sign-in by the AWS CLI that is waited for. */
export interface CommandSignIn {
  prompt: Omit<CommandPrompt, 'id'>;
  /** Resolves once the AWS CLI has begun a new session. Throws `AppFailure` (`sign-in-needed`: too late; `aborted`). */
  finish: (signal: AbortSignal) => Promise<void>;
}

/** Begins to wait for a session that the user begins by the AWS CLI. */
export async function beginCommandSignIn(
  login: LoginSession,
  clock: Clock,
): Promise<CommandSignIn> {
  const file = loginFileOf(login);
  const before = await textOf(file);
  const expiresAt = Math.floor(clock.now() / 1000) + PATIENCE_S;
  return {
    prompt: { profile: login.profile, command: loginCommandOf(login), expiresAt },
    finish: async (signal) => {
      while (clock.now() / 1000 < expiresAt) {
        const text = await textOf(file);
        if (text !== before && isGood(text, clock.now())) return;
        await clock.sleep(LOOK_EVERY_MS, signal).catch((cause: unknown) => {
          throw appFailure('aborted', 'The sign-in was cancelled.', '', cause);
        });
      }
      throw appFailure(
        'sign-in-needed',
        `No new session of "aws login" came for the profile "${safeText(login.profile, 100)}".`,
        `Run "${loginCommandOf(login)}" in a terminal.`,
      );
    },
  };
}

async function textOf(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text !== null && text.length <= LONGEST_FILE ? text : null;
}

const keptSchema = z.object({
  accessToken: z.object({
    accessKeyId: z.string().min(1),
    expiresAt: z
      .string()
      .transform((text) => Date.parse(text))
      .pipe(z.number()),
  }),
});

/** Whether it is a session that lasts at `now` (milliseconds); one that is being written is none yet. */
function isGood(text: string | null, now: number): boolean {
  if (text === null) return false;
  try {
    const kept = keptSchema.safeParse(JSON.parse(text));
    return kept.success && kept.data.accessToken.expiresAt > now;
  } catch {
    return false;
  }
}
