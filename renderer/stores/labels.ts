import { defineStore } from 'pinia';
import { computed } from 'vue';
import type { SavedView } from '../../contract/views.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Result } from '../../contract/result.ts';
import type { LabelLookup } from '../lib/filter.ts';
import { useSettingsStore } from './settings.ts';

const NONE: readonly string[] = [];

/** The user's labels on hosts, and saved views. Both are in the settings. */
export const useLabelsStore = defineStore('labels', () => {
  const settings = useSettingsStore();
  const byHost = computed(() => settings.settings.labels);
  const views = computed(() => settings.settings.views);
  /** Every label in use, sorted. */
  const all = computed(() => {
    const found = new Set(Object.values(byHost.value).flat());
    return [...found].toSorted((a, b) => a.localeCompare(b));
  });

  /** The labels of a host by its key; a new function once any label has changed. */
  const labelsOf = computed<LabelLookup>(() => {
    const labels = byHost.value;
    return (key) => labels[key] ?? NONE;
  });

  /** Adds a label to hosts, or removes it. */
  function setLabel(
    keys: readonly string[],
    label: string,
    on: boolean,
  ): Promise<Result<Settings>> {
    return settings.update((stored) => {
      const labels = new Map(Object.entries(stored.labels));
      for (const key of keys) {
        const others = (labels.get(key) ?? NONE).filter((other) => other !== label);
        const next = on ? [...others, label].toSorted((a, b) => a.localeCompare(b)) : others;
        if (next.length === 0) labels.delete(key);
        else labels.set(key, next);
      }
      return { labels: Object.fromEntries(labels) };
    });
  }

  /** Saves a view under its name, replacing one with the same name. */
  function saveView(view: SavedView): Promise<Result<Settings>> {
    return settings.update((stored) => {
      const others = stored.views.filter(({ name }) => name !== view.name);
      return { views: [...others, view].toSorted((a, b) => a.name.localeCompare(b.name)) };
    });
  }

  function removeView(name: string): Promise<Result<Settings>> {
    return settings.update((stored) => ({
      views: stored.views.filter((view) => view.name !== name),
    }));
  }

  return { byHost, views, all, labelsOf, setLabel, saveView, removeView };
});
