import type { AppError } from '../../../contract/errors.ts';
import type { SourceState } from '../../../contract/fleet.ts';
import { ok } from '../../../contract/result.ts';
import type { HarnessOptions, World } from './world.ts';

/** The state of the made-up source. */
export type SourceFate = NonNullable<HarnessOptions['source']>;

/** Seconds since a failing source was last read. */
export const UNREAD_S = 1560;

/** What the made-up app refuses. */
export const ERRORS: Record<
  'failing' | 'denied' | 'code' | 'session' | 'full' | 'unknown',
  AppError
> = {
  unknown: { code: 'not-found', message: 'There is no such host.', hint: 'Look at the list.' },
  full: { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space.' },
  failing: {
    code: 'network',
    message: 'DynamoDB in eu-central-1 could not be reached.',
    hint: 'Check the network. The app retries automatically.',
  },
  denied: {
    code: 'access-denied',
    message: 'DynamoDB refused the read (AccessDenied on py-perf-system-v2).',
    hint: 'The least policy that is needed is in the documentation, under AWS.',
  },
  code: {
    code: 'mfa-needed',
    message: 'The profile "production" needs a code of your multi-factor device.',
    hint: 'Enter the code.',
  },
  session: {
    code: 'sign-in-needed',
    message: 'The session of the profile "production" has ended.',
    hint: 'Sign in again.',
  },
};

/** Why the source cannot be read; null: it can. */
export function failsOf(fate: SourceFate | undefined): AppError | null {
  if (fate === 'failing' || fate === 'denied' || fate === 'code' || fate === 'session')
    return ERRORS[fate];
  return null;
}

const stateOf = (fate: SourceFate): SourceState['status'] =>
  fate === 'denied' || fate === 'code' || fate === 'session' ? 'failing' : fate;

/** The source in the overview. */
export function makeSource(status: SourceFate, now: number): SourceState {
  const error = failsOf(status);
  return {
    id: 'default',
    name: 'AWS',
    status: stateOf(status),
    lastSyncedAt:
      status === 'unconfigured' || status === 'waiting' ? null : now - (error ? UNREAD_S : 40),
    lastAttemptAt: now - 40,
    error,
    tables: { system: 'active', legacy: 'missing', registry: 'active', functions: 'missing' },
    badItems: 0,
  };
}

/** Signing in: the browser's page waits for ever, and every device code is wrong. */
export function signInAnswers(now: number, byCommand: boolean): World {
  return {
    beginSignIn: () =>
      ok({
        id: 'sign-in',
        profile: 'production',
        expiresAt: now + 540,
        ...(byCommand
          ? { command: 'aws login --profile production' }
          : {
              address: 'https://device.sso.eu-central-1.amazonaws.com/',
              userCode: 'KXQW-BRTM',
            }),
      }),
    finishSignIn: () => Promise.withResolvers<never>().promise,
    cancelSignIn: () => ok(null),
    openSignIn: () => ok(null),
  };
}
