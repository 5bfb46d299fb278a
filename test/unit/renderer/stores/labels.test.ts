// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, settingsSchema, type Settings } from '../../../../contract/settings.ts';
import { fail, ok } from '../../../../contract/result.ts';
import { useLabelsStore } from '../../../../renderer/stores/labels.ts';
import { useSettingsStore } from '../../../../renderer/stores/settings.ts';
import { installBridge } from '../fake-bridge.ts';

let stored: Settings;

beforeEach(() => {
  stored = structuredClone(DEFAULT_SETTINGS);
  installBridge({
    getSettings: () => Promise.resolve(ok(stored)),
    updateSettings: ({ patch }) => {
      const parsed = settingsSchema.safeParse({ ...stored, ...patch });
      if (!parsed.success) {
        const message = parsed.error.message;
        return Promise.resolve(fail({ code: 'invalid-input', message, hint: '' }));
      }
      stored = parsed.data;
      return Promise.resolve(ok(stored));
    },
  });
  setActivePinia(createPinia());
});

describe('the labels store', () => {
  it('adds and removes labels of hosts, in the settings', async () => {
    const labels = useLabelsStore();
    await labels.setLabel(['a/x', 'a/y'], 'rack 3', true);
    await labels.setLabel(['a/x'], 'db', true);
    expect(stored.labels).toEqual({ 'a/x': ['db', 'rack 3'], 'a/y': ['rack 3'] });
    expect(labels.all).toEqual(['db', 'rack 3']);
    await labels.setLabel(['a/x', 'a/y'], 'rack 3', false);
    expect(stored.labels).toEqual({ 'a/x': ['db'] });
    expect(labels.labelsOf('a/y')).toEqual([]);
  });

  it('survives hostnames that are object properties', async () => {
    const labels = useLabelsStore();
    await labels.setLabel(['a/__proto__', 'a/constructor'], 'odd', true);
    expect(labels.labelsOf('a/__proto__')).toEqual(['odd']);
  });

  it('reports why a label is refused and keeps the rest', async () => {
    const labels = useLabelsStore();
    const result = await labels.setLabel(['a/x'], 'x'.repeat(41), true);
    expect(result.ok).toBe(false);
    expect(useSettingsStore().settings.labels).toEqual({});
  });

  it('keeps views by name', async () => {
    const labels = useLabelsStore();
    const filter = { text: 'web', states: [], platforms: [], sources: [], labels: [] };
    await labels.saveView({ name: 'web', filter, sorting: [] });
    await labels.saveView({ name: 'web', filter: { ...filter, text: 'w' }, sorting: [] });
    expect(labels.views).toHaveLength(1);
    expect(labels.views[0]?.filter.text).toBe('w');
    await labels.removeView('web');
    expect(labels.views).toEqual([]);
  });
});
