import 'vue-router';

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title under `nav`. */
    titleKey?: string;
    /** Whether the page shows a range of time. */
    hasRange?: boolean;
    /** Whether the page lists hosts, filtered and sorted. */
    hasList?: boolean;
  }
}
