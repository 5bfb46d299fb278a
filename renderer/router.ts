import { createRouter, createWebHashHistory } from 'vue-router';
import CompareView from './views/CompareView.vue';
import DiagnosticsView from './views/DiagnosticsView.vue';
import EventsView from './views/EventsView.vue';
import HeatMapView from './views/HeatMapView.vue';
import HostView from './views/HostView.vue';
import OverviewView from './views/OverviewView.vue';
import SettingsView from './views/SettingsView.vue';

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title under `nav`. */
    titleKey?: string;
    /** Whether the page shows a stretch of time. */
    hasRange?: boolean;
  }
}

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    {
      path: '/',
      name: 'overview',
      component: OverviewView,
      meta: { titleKey: 'overview', hasRange: true },
    },
    {
      path: '/hosts/:sourceId/:hostname',
      name: 'host',
      component: HostView,
      props: true,
      meta: { hasRange: true },
    },
    {
      path: '/compare',
      name: 'compare',
      component: CompareView,
      meta: { titleKey: 'compare', hasRange: true },
    },
    {
      path: '/heat-map',
      name: 'heat-map',
      component: HeatMapView,
      meta: { titleKey: 'heatMap', hasRange: true },
    },
    {
      path: '/events',
      name: 'events',
      component: EventsView,
      meta: { titleKey: 'events', hasRange: true },
    },
    {
      path: '/diagnostics',
      name: 'diagnostics',
      component: DiagnosticsView,
      meta: { titleKey: 'diagnostics' },
    },
    {
      path: '/settings',
      name: 'settings',
      component: SettingsView,
      meta: { titleKey: 'settings' },
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
});
