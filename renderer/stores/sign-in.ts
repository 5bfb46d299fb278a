import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import type { SignInPrompt } from '../../contract/sign-in.ts';
import { request } from '../app/bridge.ts';
import { useFleetStore } from './fleet.ts';
import { useSettingsStore } from './settings.ts';

/** What a person does about an error of credentials: confirm a code in the browser, or enter one of a device. */
export type SignInWay = 'browser' | 'device';

const WAYS: Readonly<Partial<Record<AppError['code'], SignInWay>>> = {
  'sign-in-needed': 'browser',
  'mfa-needed': 'device',
};

/** How an error can be mended by signing in; null where it cannot. */
export function signInWay({ code }: Pick<AppError, 'code'>): SignInWay | null {
  return WAYS[code] ?? null;
}

/** A dialog that waits for its user. */
interface Asked {
  way: SignInWay;
  /** Absent: the one that the environment names. */
  profile: string | undefined;
}

/**
 * Signing in to AWS, one dialog at a time. A source that needs a code of a device asks for it by itself, once: who has
 * closed the dialog finds a button at the error.
 */
export const useSignInStore = defineStore('sign-in', () => {
  const fleet = useFleetStore();
  const settings = useSettingsStore();
  const asked = shallowRef<Asked | null>(null);
  /** Of the browser; null until the service has one. */
  const prompt = shallowRef<SignInPrompt | null>(null);
  const error = shallowRef<AppError | null>(null);
  const busy = shallowRef(false);
  /** Counts those that succeeded. */
  const completed = shallowRef(0);
  /** Profiles whose code was asked for by itself. */
  const reminded = new Set<string>();

  const way = computed(() => asked.value?.way ?? null);

  /** The profile by which a source is read. */
  function profileOf(sourceId: string | null): string | undefined {
    return settings.settings.sources.find(({ id }) => id === sourceId)?.profile;
  }

  /** Opens the dialog, and for a sign-in the browser. */
  async function begin(chosen: SignInWay, profile: string | undefined): Promise<void> {
    asked.value = { way: chosen, profile };
    prompt.value = null;
    error.value = null;
    if (chosen === 'device') return;
    const own = asked.value;
    const begun = await request('beginSignIn', { profile });
    if (asked.value !== own) {
      if (begun.ok) void request('cancelSignIn', { id: begun.value.id });
      return;
    }
    if (!begun.ok) {
      error.value = begun.error;
      return;
    }
    prompt.value = begun.value;
    const { id } = begun.value;
    finished(own, await request('finishSignIn', { id }));
  }

  /** Enters a code of a device. Answers whether AWS took it. */
  async function enterCode(code: string): Promise<boolean> {
    const own = asked.value;
    if (own === null) return false;
    busy.value = true;
    const result = await request('enterMfaCode', { profile: own.profile, code });
    busy.value = false;
    finished(own, result);
    return result.ok;
  }

  function finished(own: Asked, result: Result<null>): void {
    if (result.ok) {
      completed.value += 1;
      void fleet.syncNow('user');
    }
    if (asked.value !== own) return;
    if (result.ok) asked.value = null;
    else error.value = result.error;
  }

  async function reopen(): Promise<void> {
    if (prompt.value !== null) await request('openSignIn', { id: prompt.value.id });
  }

  /** Closes the dialog; a sign-in that waits ends. */
  function cancel(): void {
    asked.value = null;
    const { id } = prompt.value ?? {};
    prompt.value = null;
    if (id !== undefined) void request('cancelSignIn', { id });
  }

  /** Asks for the code of a source that fails for want of one, once in a session. */
  function remind(sourceId: string): void {
    const profile = profileOf(sourceId);
    const key = profile ?? '';
    if (asked.value !== null || reminded.has(key)) return;
    reminded.add(key);
    void begin('device', profile);
  }

  return {
    asked,
    way,
    prompt,
    error,
    busy,
    completed,
    begin,
    enterCode,
    reopen,
    cancel,
    remind,
    profileOf,
  };
});
