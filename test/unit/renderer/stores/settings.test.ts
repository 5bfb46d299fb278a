// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../../contract/result.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../../contract/settings.ts';
import { useSettingsStore } from '../../../../renderer/stores/settings.ts';
import { installBridge } from '../fake-bridge.ts';

let stored: Settings;
/** Answers of main that are still to come. */
let answers: (() => void)[];
let refuses: boolean;

async function answerAll(): Promise<void> {
  for (let answer = answers.shift(); answer !== undefined; answer = answers.shift()) {
    answer();
    await Promise.resolve();
    await new Promise(setImmediate);
  }
}

beforeEach(() => {
  stored = structuredClone(DEFAULT_SETTINGS);
  answers = [];
  refuses = false;
  installBridge({
    updateSettings: ({ patch }) =>
      new Promise<Result<Settings>>((resolve) => {
        answers.push(() => {
          if (refuses) {
            resolve(fail({ code: 'disk-full', message: 'The disk is full.', hint: '' }));
            return;
          }
          stored = { ...stored, ...(patch as Partial<Settings>) };
          resolve(ok(stored));
        });
      }),
  });
  setActivePinia(createPinia());
});

describe('the settings store', () => {
  it('a change never undoes another one in flight', async () => {
    const store = useSettingsStore();
    void store.update(({ retention }) => ({ retention: { ...retention, minuteDays: 7 } }));
    void store.update(({ retention }) => ({
      retention: { ...retention, rollupMonths: 2, forgetDays: 90, functionDays: 365 },
    }));
    await Promise.resolve();
    await answerAll();
    expect(stored.retention).toEqual({
      minuteDays: 7,
      rollupMonths: 2,
      forgetDays: 90,
      functionDays: 365,
    });
    expect(store.settings.retention).toEqual(stored.retention);
  });

  it('the settings store keeps its value after a refusal, and continues', async () => {
    const store = useSettingsStore();
    refuses = true;
    const first = store.update(() => ({ updates: { check: false } }));
    await Promise.resolve();
    await answerAll();
    expect(await first).toMatchObject({ ok: false, error: { code: 'disk-full' } });
    expect(store.settings.updates.check).toBe(true);
    refuses = false;
    const second = store.update(() => ({ updates: { check: false } }));
    await Promise.resolve();
    await answerAll();
    expect(await second).toMatchObject({ ok: true });
  });
});
