import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { AppError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import type { SignInPrompt } from '../../contract/sign-in.ts';
import { request } from '../app/bridge.ts';
import { useFleetStore } from './fleet.ts';
import { useSettingsStore } from './settings.ts';

/** How a user fixes a credential error: confirming a code in the browser, or entering one from a device. */
export type SignInWay = 'browser' | 'device';

const WAYS: Readonly<Partial<Record<AppError['code'], SignInWay>>> = {
  'sign-in-needed': 'browser',
  'mfa-needed': 'device',
};

/** How signing in can fix an error; null if it cannot. */
export function signInWay({ code }: Pick<AppError, 'code'>): SignInWay | null {
  return WAYS[code] ?? null;
}

/** A dialog that waits for its user. */
interface Asked {
  way: SignInWay;
  /** Absent: the environment's profile. */
  profile: string | undefined;
}

/**
 * Signing in to AWS, one dialog at a time. A source that needs a device code asks for it automatically, once: after
 * closing the dialog, the user finds a button at the error.
 */
export const useSignInStore = defineStore('sign-in', () => {
  const fleet = useFleetStore();
  const settings = useSettingsStore();
  const asked = shallowRef<Asked | null>(null);
  /** In the browser; null until the service has one. */
  const prompt = shallowRef<SignInPrompt | null>(null);
  const error = shallowRef<AppError | null>(null);
  const busy = shallowRef(false);
  /** Counts successful sign-ins. */
  const completed = shallowRef(0);
  /** Profiles that have asked for a code automatically. */
  const reminded = new Set<string>();

  const way = computed(() => asked.value?.way ?? null);

  /** The profile of the source. */
  function profileOf(sourceId: string | null): string | undefined {
    return settings.settings.sources.find(({ id }) => id === sourceId)?.profile;
  }

  /** Opens the dialog and, if needed, the browser. */
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

  /** Enters a device code. Returns whether AWS accepted it. */
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

  /** Closes the dialog; a waiting sign-in ends. */
  function cancel(): void {
    asked.value = null;
    const { id } = prompt.value ?? {};
    prompt.value = null;
    if (id !== undefined) void request('cancelSignIn', { id });
  }

  /** Asks for the device code of a source that fails without it, once per session. */
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
