import { createRouter, createWebHashHistory } from 'vue-router';
import './route-meta.ts';
import OverviewView from '../features/overview/OverviewView.vue';

/** Every page but the first one shown is a file of its own, so that the start does not wait for it. */
const pages = {
  AlertsView: () => import('../features/alerts/AlertsView.vue'),
  CompareView: () => import('../features/compare/CompareView.vue'),
  DiagnosticsView: () => import('../features/diagnostics/DiagnosticsView.vue'),
  FunctionView: () => import('../features/functions/FunctionView.vue'),
  FunctionsView: () => import('../features/functions/FunctionsView.vue'),
  FunctionComparisonView: () => import('../features/functions/ComparisonView.vue'),
  FunctionRunView: () => import('../features/functions/RunView.vue'),
  FunctionRunsView: () => import('../features/functions/RunsView.vue'),
  EventsView: () => import('../features/events/EventsView.vue'),
  HeatMapView: () => import('../features/heat/HeatMapView.vue'),
  HostView: () => import('../features/host/HostView.vue'),
  SettingsView: () => import('../features/settings/SettingsView.vue'),
} as const;

/** Loads all pages, so that none has to be waited for when it is opened. */
export async function loadPages(): Promise<void> {
  // What cannot be read is asked for again, and told, when its page is opened.
  await Promise.allSettled(Object.values(pages).map((load) => load()));
}

/** Paths of the page, after the `#` of its address. */
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
      component: pages.HostView,
      props: true,
      meta: { hasRange: true },
    },
    {
      path: '/compare',
      name: 'compare',
      component: pages.CompareView,
      meta: { titleKey: 'compare', hasRange: true },
    },
    {
      path: '/heat-map',
      name: 'heat-map',
      component: pages.HeatMapView,
      meta: { titleKey: 'heatMap', hasRange: true, hasList: true },
    },
    {
      path: '/events',
      name: 'events',
      component: pages.EventsView,
      meta: { titleKey: 'events', hasRange: true },
    },
    {
      path: '/functions',
      name: 'functions',
      component: pages.FunctionsView,
      meta: { titleKey: 'functions', hasRange: true },
    },
    {
      path: '/functions/runs',
      name: 'function-runs',
      component: pages.FunctionRunsView,
      meta: { titleKey: 'functions', hasRange: true },
    },
    {
      path: '/functions/compare',
      name: 'function-compare',
      component: pages.FunctionComparisonView,
      meta: { titleKey: 'functions', hasRange: true },
    },
    {
      path: '/functions/runs/:key(\\d+)',
      name: 'function-run',
      component: pages.FunctionRunView,
      props: ({ params }) => ({ runKey: Number(params['key']) }),
      meta: { titleKey: 'functionRun' },
    },
    {
      path: '/functions/of/:name',
      name: 'function',
      component: pages.FunctionView,
      props: true,
      meta: { hasRange: true },
    },
    {
      path: '/diagnostics',
      name: 'diagnostics',
      component: pages.DiagnosticsView,
      meta: { titleKey: 'diagnostics' },
    },
    {
      path: '/alerts',
      name: 'alerts',
      component: pages.AlertsView,
      meta: { titleKey: 'alerts' },
    },
    {
      path: '/settings',
      name: 'settings',
      component: pages.SettingsView,
      meta: { titleKey: 'settings' },
    },
    // Where it was before it had an entry of its own: menus and links may still lead there.
    { path: '/settings/alerts', redirect: '/alerts' },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});
