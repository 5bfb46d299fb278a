/** Where the Python daemon looks for its configuration. */
export const DAEMON_YAML = '/etc/py-perf/daemon.yaml';
