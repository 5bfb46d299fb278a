import { randomUUID } from 'node:crypto';
import { AppFailure, appFailure, type AppError } from '../../contract/errors.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { safeText } from '../../contract/safe-text.ts';
import type { SignInPrompt } from '../../contract/sign-in.ts';
import {
  beginCommandSignIn,
  loginSessionOf,
  type CommandSignIn,
} from '../../platform/aws/login-session.ts';
import { profileName } from '../../platform/aws/profiles.ts';
import type { DeviceSignIn } from '../../platform/aws/sign-in.ts';
import { ssoSessionOf } from '../../platform/aws/sso-session.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log/log.ts';

/** What signing in needs from the shell. */
export interface SignInOptions {
  /** Opens a page in the user's browser. */
  openPage: (address: string) => Promise<void>;
  /** Called after a sign-in; resolves once failed requests have been tried again. */
  onSignedIn: () => Promise<void>;
  clock: Clock;
  logger: Logger;
}

/** A sign-in that waits for its user. */
interface Waiting {
  prompt: SignInPrompt;
  cancel: () => void;
  /** Never rejects. */
  done: Promise<Result<null>>;
}

/**
 * Signs in to AWS in the user's browser, one sign-in at a time: a new one ends the previous one. Works without a
 * window. Only the page that `beginDeviceSignIn` has checked is opened; the renderer cannot choose one.
 */
export class SignIns {
  readonly #options: SignInOptions;
  #current: Waiting | null = null;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /** Begins the sign-in of a profile and opens the browser. Throws `AppFailure`. */
  async begin(chosen?: string): Promise<SignInPrompt> {
    this.#current?.cancel();
    const { clock } = this.#options;
    const profile = profileName(chosen);
    const { prompt, finish } = await beginBy(profile, clock);
    const ending = new AbortController();
    const waiting: Waiting = {
      prompt: { ...prompt, id: randomUUID() },
      cancel: () => {
        ending.abort();
      },
      done: this.#finish(() => finish(ending.signal)),
    };
    this.#current = waiting;
    await this.#open(waiting);
    return waiting.prompt;
  }

  /** Resolves once the user has signed in and failed requests have been tried again. Throws `AppFailure`. */
  async finish(id: string): Promise<null> {
    const result = await this.#get(id).done;
    if (!result.ok) throw new AppFailure(result.error);
    return result.value;
  }

  /** Opens the page of a sign-in again. */
  async open(id: string): Promise<null> {
    await this.#open(this.#get(id));
    return null;
  }

  /** Ends a sign-in and forgets it. */
  cancel(id: string): null {
    this.#get(id).cancel();
    return null;
  }

  /** Ends any waiting sign-in: the app is closing. */
  stop(): void {
    this.#current?.cancel();
  }

  #get(id: string): Waiting {
    if (this.#current?.prompt.id === id) return this.#current;
    throw appFailure('not-found', 'This sign-in is over.', 'Sign in again.');
  }

  /** A browser that does not open is no failure: the user can type the address. */
  async #open({ prompt }: Waiting): Promise<void> {
    const { openPage, logger } = this.#options;
    if (!('address' in prompt)) return;
    await openPage(prompt.address).catch((error: unknown) => {
      logger.warn('the browser could not be opened for a sign-in', { reason: String(error) });
    });
  }

  async #finish(work: () => Promise<void>): Promise<Result<null>> {
    const { onSignedIn, logger } = this.#options;
    try {
      await work();
      logger.info('somebody signed in to AWS');
      await onSignedIn();
      return ok(null);
    } catch (error) {
      return fail(expected(error));
    }
  }
}

/** In the browser or, for a session of `aws login`, with the AWS CLI. Throws `AppFailure`. */
async function beginBy(profile: string, clock: Clock): Promise<DeviceSignIn | CommandSignIn> {
  const session = await ssoSessionOf(profile);
  if (session !== null) {
    // Loaded on demand: the SDK's client is large.
    const { beginDeviceSignIn } = await import('../../platform/aws/sign-in.ts');
    return beginDeviceSignIn(session, clock);
  }
  const login = await loginSessionOf(profile);
  if (login === null) throw noSession(profile);
  return beginCommandSignIn(login, clock);
}

function expected(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: safeText(message, 300), hint: 'Sign in again.' };
}

function noSession(profile: string): AppFailure {
  return appFailure(
    'not-configured',
    `The profile "${safeText(profile, 100)}" does not sign in by a browser.`,
    'Give it an sso_session: "aws configure sso" asks for what is needed.',
  );
}
