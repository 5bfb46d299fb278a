/** All pages but the overview, in one file: separate ones would be dozens. */
export { default as AlertsView } from './alerts/AlertsView.vue';
export { default as CompareView } from './compare/CompareView.vue';
export { default as DiagnosticsView } from './diagnostics/DiagnosticsView.vue';
export { default as EventsView } from './events/EventsView.vue';
export { default as FunctionComparisonView } from './functions/ComparisonView.vue';
export { default as FunctionRunView } from './functions/RunView.vue';
export { default as FunctionRunsView } from './functions/RunsView.vue';
export { default as FunctionView } from './functions/FunctionView.vue';
export { default as FunctionsView } from './functions/FunctionsView.vue';
export { default as HeatMapView } from './heat/HeatMapView.vue';
export { default as HostView } from './host/HostView.vue';
export { default as SettingsView } from './settings/SettingsView.vue';
