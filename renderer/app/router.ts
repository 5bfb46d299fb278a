import { createRouter, createWebHashHistory } from 'vue-router';
import './route-meta.ts';
import OverviewView from '../features/overview/OverviewView.vue';

/** Every page but the first one is in one file, so that the start does not wait for them. */
const load = () => import('../features/pages.ts');
const page = (name: keyof Awaited<ReturnType<typeof load>>) => async () => (await load())[name];

/** Loads all pages in advance, so that opening one does not wait. */
export async function loadPages(): Promise<void> {
  // A file that cannot be read is requested again, and reported, when its page is opened.
  await load().catch(() => undefined);
}

/** Paths of the pages, after the `#` of the address. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    {
      path: '/',
      name: 'overview',
      component: OverviewView,
      meta: { titleKey: 'overview', hasRange: true, hasList: true },
    },
    {
      path: '/hosts/:sourceId/:hostname',
      name: 'host',
      component: page('HostView'),
      props: true,
      meta: { hasRange: true },
    },
    {
      path: '/compare',
      name: 'compare',
      component: page('CompareView'),
      meta: { titleKey: 'compare', hasRange: true },
    },
    {
      path: '/heat-map',
      name: 'heat-map',
      component: page('HeatMapView'),
      meta: { titleKey: 'heatMap', hasRange: true, hasList: true },
    },
    {
      path: '/events',
      name: 'events',
      component: page('EventsView'),
      meta: { titleKey: 'events', hasRange: true },
    },
    {
      path: '/functions',
      name: 'functions',
      component: page('FunctionsView'),
      meta: { titleKey: 'functions', hasRange: true },
    },
    {
      path: '/functions/runs',
      name: 'function-runs',
      component: page('FunctionRunsView'),
      meta: { titleKey: 'functions', hasRange: true },
    },
    {
      path: '/functions/compare',
      name: 'function-compare',
      component: page('FunctionComparisonView'),
      meta: { titleKey: 'functions', hasRange: true },
    },
    {
      path: '/functions/runs/:key(\\d+)',
      name: 'function-run',
      component: page('FunctionRunView'),
      props: ({ params }) => ({ runKey: Number(params['key']) }),
      meta: { titleKey: 'functionRun' },
    },
    {
      path: '/functions/of/:name',
      name: 'function',
      component: page('FunctionView'),
      props: true,
      meta: { hasRange: true },
    },
    {
      path: '/diagnostics',
      name: 'diagnostics',
      component: page('DiagnosticsView'),
      meta: { titleKey: 'diagnostics' },
    },
    {
      path: '/alerts',
      name: 'alerts',
      component: page('AlertsView'),
      meta: { titleKey: 'alerts' },
    },
    {
      path: '/settings',
      name: 'settings',
      component: page('SettingsView'),
      meta: { titleKey: 'settings' },
    },
    // The address of an earlier release: menus and links may still lead there.
    { path: '/settings/alerts', redirect: '/alerts' },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});
