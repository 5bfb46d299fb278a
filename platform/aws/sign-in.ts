import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandOutput,
  type RegisterClientCommandOutput,
} from '@aws-sdk/client-sso-oidc';
import writeFileAtomic from 'write-file-atomic';
import { AppFailure, appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import type { PagePrompt } from '../../contract/sign-in.ts';
import type { Clock } from '../clock.ts';
import { BadAnswer } from './bad-answer.ts';
import { reasonOf } from './credentials.ts';
import { awsFailure, isNetworkFailure } from './errors.ts';
import { NetworkHandler } from './network-handler.ts';
import { CONFIG_FILE, fileOf } from './shared-files.ts';
import { signInPage } from './sign-in-page.ts';
import { tokenFileOf, type SsoSession } from './sso-session.ts';

/** Name under which this program registers; the page in the browser shows it. */
const CLIENT_NAME = 'py-perf-desktop';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** Default polling interval in seconds (RFC 8628, 3.2), and the increment on "slow down". */
const INTERVAL_S = 5;
/** Milliseconds that one question may take. */
const QUESTION_TIMEOUT_MS = 20_000;
const LONGEST_CODE = 40;

/** A device authorization under way. */
export interface DeviceSignIn {
  prompt: Omit<PagePrompt, 'id'>;
  /**
   * Resolves once it is confirmed in the browser and its token lies where the AWS CLI keeps it. Throws `AppFailure`
   * (`sign-in-needed`: declined or too late; `aborted`, …).
   */
  finish: (signal: AbortSignal) => Promise<void>;
}

/**
 * Begins to sign in by device authorization (RFC 8628), as `aws sso login --use-device-code` does. Throws `AppFailure`:
 * `network`, `timeout`, `not-configured` where IAM Identity Center refuses the start URL, `bad-answer` where it leads to
 * a page that must not be opened.
 */
export async function beginDeviceSignIn(session: SsoSession, clock: Clock): Promise<DeviceSignIn> {
  const { profile, startUrl, region, scopes } = session;
  const oidc = new SSOOIDCClient({
    region,
    maxAttempts: 2,
    // Unsigned requests: the client needs no credentials.
    requestHandler: new NetworkHandler(),
  });
  try {
    const client = await oidc.send(
      new RegisterClientCommand({
        clientName: CLIENT_NAME,
        clientType: 'public',
        ...(scopes.length === 0 ? {} : { scopes }),
      }),
      { abortSignal: AbortSignal.timeout(QUESTION_TIMEOUT_MS) },
    );
    const { clientId, clientSecret } = client;
    const device = await oidc.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }),
      { abortSignal: AbortSignal.timeout(QUESTION_TIMEOUT_MS) },
    );
    const {
      userCode = '',
      deviceCode,
      interval: intervalSeconds = INTERVAL_S,
      expiresIn: lifeSeconds = 600,
    } = device;
    const address = requirePage(device.verificationUriComplete ?? device.verificationUri);
    const expiresAt = Math.floor(clock.now() / 1000) + lifeSeconds;
    return {
      prompt: { profile, address, userCode: safeText(userCode, LONGEST_CODE), expiresAt },
      finish: async (signal) => {
        try {
          const grant = { clientId, clientSecret, deviceCode, grantType: DEVICE_GRANT };
          const ask = () =>
            oidc.send(new CreateTokenCommand(grant), {
              abortSignal: AbortSignal.any([signal, AbortSignal.timeout(QUESTION_TIMEOUT_MS)]),
            });
          const token = await confirmed(ask, {
            session,
            intervalSeconds,
            expiresAt,
            clock,
            signal,
          });
          writeToken(session, { client, token, now: clock.now() });
        } finally {
          oidc.destroy();
        }
      },
    };
  } catch (error) {
    oidc.destroy();
    throw signInFailure(error, session);
  }
}

interface Waiting {
  session: SsoSession;
  intervalSeconds: number;
  /** Unix seconds. */
  expiresAt: number;
  clock: Clock;
  signal: AbortSignal;
}

/** Asks until the user has confirmed. A network that fails meanwhile is asked again. */
async function confirmed<T>(ask: () => Promise<T>, waiting: Waiting): Promise<T> {
  const { session, expiresAt, clock, signal } = waiting;
  let { intervalSeconds } = waiting;
  while (clock.now() / 1000 < expiresAt) {
    await clock.sleep(intervalSeconds * 1000, signal).catch((cause: unknown) => {
      throw appFailure('aborted', 'The sign-in was cancelled.', '', cause);
    });
    try {
      return await ask();
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (signal.aborted) throw appFailure('aborted', 'The sign-in was cancelled.', '', error);
      if (name === 'AccessDeniedException') throw unconfirmed(session, 'was declined', error);
      if (name === 'ExpiredTokenException') break;
      if (name === 'SlowDownException') intervalSeconds += INTERVAL_S;
      else if (name !== 'AuthorizationPendingException' && !isNetworkFailure(error))
        throw signInFailure(error, session);
    }
  }
  throw unconfirmed(session, 'was not confirmed in time');
}

interface Granted {
  client: RegisterClientCommandOutput;
  token: CreateTokenCommandOutput;
  /** Unix milliseconds. */
  now: number;
}

/** Writes the token file of the AWS CLI and the SDKs: same fields, same path, readable by the user only. */
function writeToken(session: SsoSession, { client, token, now }: Granted): void {
  const { accessToken, expiresIn: lifeSeconds = 0, refreshToken } = token;
  if (accessToken === undefined)
    throw appFailure('bad-answer', 'The sign-in brought no token.', 'Sign in again.');
  const { clientId, clientSecret, clientSecretExpiresAt } = client;
  const kept = {
    startUrl: session.startUrl,
    region: session.region,
    accessToken,
    expiresAt: timestamp(now / 1000 + lifeSeconds),
    ...(refreshToken === undefined
      ? {}
      : {
          refreshToken,
          clientId,
          clientSecret,
          registrationExpiresAt: timestamp(clientSecretExpiresAt ?? now / 1000),
        }),
  };
  const path = tokenFileOf(session);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileAtomic.sync(path, JSON.stringify(kept, null, 2), { mode: 0o600 });
  } catch (cause) {
    throw appFailure(
      'no-credentials',
      `The token of the sign-in cannot be written to ${safeText(path)}: ${reasonOf(cause)}`,
      'Make this folder writable for this user; the AWS CLI and the SDKs keep their tokens there.',
      cause,
    );
  }
}

/** As the AWS CLI writes times: `2026-11-30T13:00:00Z`. */
function timestamp(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function requirePage(address = ''): string {
  const page = signInPage(address);
  if (page !== null) return page.href;
  throw appFailure(
    'bad-answer',
    `The sign-in leads to a page that is not opened: ${safeText(address, 200)}`,
    'Check sso_start_url and sso_region, and whether something stands between this machine and AWS.',
  );
}

function unconfirmed({ profile }: SsoSession, what: string, cause?: unknown): AppFailure {
  return appFailure(
    'sign-in-needed',
    `The sign-in of the profile "${safeText(profile, 100)}" ${what}.`,
    'Sign in again.',
    cause,
  );
}

function signInFailure(error: unknown, { profile, startUrl }: SsoSession): AppFailure {
  if (error instanceof AppFailure) return error;
  const doing = `signing in by the profile "${safeText(profile, 100)}"`;
  if (isNetworkFailure(error) || error instanceof BadAnswer) return awsFailure(error, doing);
  return appFailure(
    'not-configured',
    `AWS refused ${doing} at ${safeText(startUrl, 200)}: ${reasonOf(error)}`,
    `Check sso_start_url and sso_region in ${safeText(fileOf(CONFIG_FILE))}.`,
    error,
  );
}
