import type { Page } from 'playwright';
import { channelSchema } from '../../../contract/channels.ts';
import {
  askToShare,
  chooseKinds,
  enterKeys,
  enterKeysRefused,
  filter,
  hover,
  maintenance,
  markMoment,
  open,
  openConnection,
  openMaintenance,
  openRun,
  openStoredKey,
  override,
  overrideHost,
  pick,
  point,
  refuse,
  search,
  shareNow,
  showExpected,
  tick,
  tickAnd,
  toFoot,
  toNetwork,
  toTable,
} from './acts.ts';
import { OPENED_AT_MS, type OpenOptions } from './page.ts';

/** A page in a state, for pictures. */
export interface Scene extends OpenOptions {
  /** Brings the page into that state. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** Also in the smallest window, and at 200 % zoom. */
  readonly small?: boolean;
}

const at = (name: string): string => `/hosts/default/${name}.fra.example.net`;
const HOST = at('web-01');
const COMPARED = [
  'web-01',
  'db-01',
  'cache-01',
  'queue-01',
  'build-01',
  'gpu-01',
  'web-02',
  'db-02',
]
  .map((name) => `host=default/${name}.fra.example.net`)
  .join('&');

const ALERTS = { hosts: 100, source: 'fresh', alerts: true } as const;
const YESTERDAY = String(Math.floor(OPENED_AT_MS / 1000) - 86_400);
const FLEET = { hosts: 100, source: 'fresh' } as const;
const MANY = { hosts: 1000, source: 'fresh' } as const;
const RUNS = { ...FLEET, runs: true } as const;
const OPS = channelSchema.parse({ type: 'slack', id: 'ops', name: 'Ops' });
/** Every page and state by its name. */
export const SCENES: Readonly<Record<string, Scene>> = {
  'overview-expected': { harness: MANY, act: showExpected },
  'host-expected': { harness: MANY, path: '/hosts/default/db-02.fra.example.net' },
  'first-run': { harness: {} },
  connect: { harness: {}, act: openConnection },
  'connect-denied': { harness: { testFails: true }, act: openConnection },
  waiting: { harness: { source: 'waiting' } },
  overview: { harness: { ...FLEET, collecting: true }, small: true },
  'overview-many': { harness: MANY, act: toTable },
  'overview-filtered': { harness: { ...FLEET, demo: true }, act: filter },
  'label-dialog': { harness: FLEET, act: tickAnd('Labels') },
  'remove-dialog': { harness: FLEET, act: tickAnd('Remove') },
  'saved-views': { harness: FLEET, act: open('Views') },
  'custom-range': { harness: FLEET, act: (page) => page.getByTestId('range').click() },
  'palette-all': { harness: FLEET, act: (page) => page.keyboard.press('Control+k') },
  'overview-peek': {
    harness: FLEET,
    act: (page) => page.getByTestId('host-cpu').nth(2).click(),
  },
  keys: { harness: FLEET, act: (page) => page.keyboard.press('?') },
  'overview-one': { harness: { hosts: 1, source: 'unconfigured', collecting: true } },
  'overview-ticked': { harness: FLEET, act: tick },
  grouped: { harness: { ...FLEET, hosts: 30 }, storage: { 'py-perf.grouped': 'true' } },
  grid: { harness: MANY, storage: { 'py-perf.layout': 'grid' } },
  failing: { harness: { ...FLEET, source: 'denied', backfill: true } },
  offline: { harness: { hosts: 12, source: 'failing' } },
  'offline-all': { harness: { ...FLEET, hosts: 12, silent: true } },
  hostile: { harness: { ...FLEET, hosts: 8, hostile: true } },
  palette: { harness: FLEET, act: search },
  host: { harness: FLEET, path: HOST, small: true },
  'host-foot': {
    harness: FLEET,
    path: HOST,
    act: (page) => page.getByTestId('failed-services').scrollIntoViewIfNeeded(),
  },
  'host-picked': { harness: FLEET, path: HOST, act: pick },
  'host-month': {
    harness: FLEET,
    path: HOST,
    storage: { 'py-perf.range': '30d', 'py-perf.previous': 'true' },
    act: point,
  },
  'heat-map': {
    harness: MANY,
    path: '/heat-map',
    storage: { 'py-perf.range': '24h' },
    act: hover,
  },
  'heat-map-compact': {
    harness: MANY,
    path: '/heat-map',
    storage: { 'py-perf.heat-compact': 'true' },
  },
  compare: { harness: FLEET, path: `/compare?${COMPARED}`, small: true },
  'compare-multiples': {
    harness: FLEET,
    path: `/compare?${COMPARED}`,
    storage: { 'py-perf.compare-layout': 'apart' },
  },
  'heat-map-automatic': {
    harness: { ...FLEET, locale: 'de' },
    path: '/heat-map',
    storage: { 'py-perf.heat-scale': 'automatic', 'py-perf.heat-order': 'maximum' },
    act: hover,
  },
  'compare-empty': { harness: FLEET, path: '/compare' },
  events: { harness: FLEET, path: '/events' },
  diagnostics: { harness: FLEET, path: '/diagnostics', small: true },
  'diagnostics-index': {
    harness: FLEET,
    path: '/diagnostics',
    small: true,
    act: async (page) => {
      await page.getByText('Command for an administrator').first().click();
      await page.getByRole('button', { name: 'Create the index' }).first().click();
    },
  },
  'diagnostics-gone': {
    harness: FLEET,
    path: '/diagnostics',
    act: (page) => page.getByRole('button', { name: 'Find them' }).click(),
  },
  'diagnostics-foot': { harness: FLEET, path: '/diagnostics', act: toFoot },
  'sharing-asked': { harness: FLEET, path: '/settings', act: askToShare },
  sharing: {
    harness: { ...FLEET, channels: [OPS] },
    path: '/settings',
    act: shareNow,
    small: true,
  },
  'keys-new': { harness: FLEET, path: '/settings', act: enterKeys },
  'keys-stored': {
    harness: { ...FLEET, storedKey: 'good' },
    path: '/settings',
    act: openStoredKey,
  },
  'keys-refused': {
    harness: { ...FLEET, keyring: 'refused' },
    path: '/settings',
    act: enterKeysRefused,
  },
  alerts: { harness: ALERTS, path: '/alerts' },
  'alerts-foot': { harness: ALERTS, path: '/alerts', act: toFoot },
  'alerts-refused': { harness: ALERTS, path: '/alerts', act: refuse },
  'alerts-empty': { harness: FLEET, path: '/alerts' },
  'alerts-override': { harness: ALERTS, path: '/alerts', act: override },
  'alerts-host-override': { harness: ALERTS, path: '/alerts', act: overrideHost },
  'alerts-maintenance': { harness: ALERTS, path: '/alerts', act: maintenance },
  'overview-alerts': { harness: ALERTS, storage: { 'py-perf.last-seen': YESTERDAY } },
  'grid-alerts': { harness: ALERTS, storage: { 'py-perf.layout': 'grid' } },
  'host-alerts': { harness: ALERTS, path: '/hosts/default/queue-01.fra.example.net', act: toFoot },
  'host-event': { harness: ALERTS, path: '/hosts/default/queue-01.fra.example.net' },
  'host-alert': { harness: ALERTS, path: '/hosts/default/gpu-07.fra.example.net' },
  'host-maintenance': {
    harness: ALERTS,
    path: '/hosts/default/cache-01.fra.example.net',
    act: openMaintenance,
  },
  'events-alerts': { harness: ALERTS, path: '/events' },
  'events-kinds': { harness: ALERTS, path: '/events', act: chooseKinds },
  settings: { harness: { ...FLEET, hosts: 3 }, path: '/settings' },
  'settings-foot': { harness: { ...FLEET, updates: true }, path: '/settings', act: toFoot },
  functions: { harness: RUNS, path: '/functions', small: true },
  'functions-empty': { harness: FLEET, path: '/functions' },
  'function-runs': { harness: RUNS, path: '/functions/runs' },
  'function-compare': { harness: RUNS, path: '/functions/compare' },
  'function-of': { harness: RUNS, path: '/functions/of/import_orders', act: markMoment },
  'function-run': { harness: RUNS, path: '/functions/runs', act: openRun },
  network: { harness: FLEET, path: '/settings', act: toNetwork },
  'host-stale': { harness: FLEET, path: at('build-05') },
  'host-never-read': { harness: { ...FLEET, neverSeen: true }, path: at('db-01') },
  'host-legacy': { harness: FLEET, path: at('build-02') },
  'host-menu': { harness: ALERTS, path: HOST, act: open('More actions') },
  'code-asked': { harness: { ...FLEET, source: 'code' } },
  'sign-in': { harness: { ...FLEET, source: 'session' }, act: open('Sign in') },
  'annotation-dialog': { harness: FLEET, path: HOST, act: open('Add') },
  annotations: { harness: { ...FLEET, annotations: true }, path: '/events' },
  'events-none': { harness: { ...FLEET, events: 0 }, path: '/events' },
  'settings-source': { harness: FLEET, path: '/settings', act: open('Edit AWS') },
  'settings-channels': {
    harness: { ...FLEET, channels: [OPS] },
    path: '/settings',
    act: (page) => page.getByRole('heading', { name: 'Channels' }).scrollIntoViewIfNeeded(),
  },
  'settings-channel': { harness: FLEET, path: '/settings', act: open('Add a channel') },
  'host-unknown': { harness: FLEET, path: '/hosts/default/nobody' },
  'compare-one': { harness: FLEET, path: `/compare?host=default/web-01.fra.example.net` },
  loading: { harness: { ...FLEET, backfill: true } },
};
