import { SETTING_SECTIONS } from '../../contract/setting-descriptors.ts';
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { useRouter, type RouteLocationRaw } from 'vue-router';
import type { Command } from './commands.ts';
import { NO_FILTER } from '../lib/filter.ts';
import { RANGE_IDS } from '../lib/ranges.ts';
import { hostLocation } from './locations.ts';
import { useCopyLink } from './use-copy-link.ts';
import { useCollectorStore } from '../stores/collector.ts';
import { useFleetStore } from '../stores/fleet.ts';
import { useLabelsStore } from '../stores/labels.ts';
import { useSettingsStore } from '../stores/settings.ts';
import { useViewStore } from '../stores/view.ts';

/** Pages and actions that the palette offers besides hosts. */
export interface UseCommandsOptions {
  readonly pages: readonly { readonly key: string; readonly to: RouteLocationRaw }[];
  readonly sync: () => Promise<void>;
  /** Shows the keyboard shortcuts. */
  readonly help: () => void;
}

/** Everything that the command palette offers: pages, actions, then every host. */
export function useCommands({ pages, sync, help }: UseCommandsOptions): ComputedRef<Command[]> {
  const { t } = useI18n();
  const router = useRouter();
  const collector = useCollectorStore();
  const fleet = useFleetStore();
  const labels = useLabelsStore();
  const settings = useSettingsStore();
  const view = useViewStore();
  const copyLink = useCopyLink();

  const action = (id: string, label: string, run: () => void): Command => ({
    id: `action ${id}`,
    kind: 'action',
    label,
    run,
  });
  const go = (to: RouteLocationRaw) => () => void router.push(to);

  const actions = computed(() => [
    action('sync', t('sync.now'), () => void sync()),
    action('keys', t('shortcut.title'), help),
    action('link', t('link.copy'), () => void copyLink()),
    action(
      'collect',
      collector.state?.enabled === true ? t('palette.stopCollecting') : t('palette.collect'),
      () => void collector.setCollecting(collector.state?.enabled !== true),
    ),
    ...SETTING_SECTIONS.display.theme.values.map((theme) =>
      action(
        `theme ${theme}`,
        `${t('settings.display.theme.label')}: ${t(`settings.display.theme.values.${theme}`)}`,
        () => {
          void settings.update(({ display }) => ({ display: { ...display, theme } }));
        },
      ),
    ),
    ...RANGE_IDS.map((id) =>
      action(`range ${id}`, t(`range.long.${id}`), () => {
        view.chooseRange(id);
      }),
    ),
  ]);

  return computed(() => [
    ...pages.map(({ key, to }): Command => ({
      id: `page ${key}`,
      kind: 'page',
      label: t(`nav.${key}`),
      run: go(to),
    })),
    ...actions.value,
    ...labels.views.map((saved): Command => ({
      id: `view ${saved.name}`,
      kind: 'view',
      label: saved.name,
      run: () => {
        view.filter = saved.filter;
        view.sorting = saved.sorting;
        void router.push({ name: 'overview' });
      },
    })),
    ...labels.all.map((label): Command => ({
      id: `label ${label}`,
      kind: 'label',
      label,
      run: () => {
        view.filter = { ...NO_FILTER, labels: [label] };
        void router.push({ name: 'overview' });
      },
    })),
    ...fleet.rows.map((row): Command => ({
      id: `host ${row.key}`,
      kind: 'host',
      label: row.hostname,
      run: go(hostLocation(row)),
    })),
  ]);
}
