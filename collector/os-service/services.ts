/** The names of a service of this product where it is registered, and in messages. */
export interface ServiceIdentity {
  /** The command that it runs and that manages it. */
  command: 'collect' | 'watch';
  /** Its name at the start of a sentence. */
  title: string;
  /** The description that service managers show. */
  description: string;
  /** Name of the unit in systemd. */
  systemdUnit: string;
  /** Label of the job in launchd, and name of its property list. */
  launchdLabel: string;
  /** Name of the task in the Task Scheduler. */
  taskName: string;
  /**
   * Folder of systemd's service: holds its data below `/var/lib` (system service) and its variables below the
   * configuration folder.
   */
  stateDirectory: string;
  /** Name of the file there with variables that must not be in the unit, such as credentials. */
  environmentFile: string;
  /** Whether a user's service reads those variables too, from the user's configuration folder. */
  userEnvironment: boolean;
  /** Its log, in `logs` of its data directory. */
  logFile: string;
}

/** The service that samples this machine. */
export const COLLECTOR_SERVICE: ServiceIdentity = {
  command: 'collect',
  title: 'The collector',
  description: 'Py-Perf collector: one sample of this machine a minute',
  systemdUnit: 'py-perf-collector.service',
  launchdLabel: 'dev.py-perf.collector',
  taskName: 'Py-Perf Collector',
  stateDirectory: 'py-perf-desktop',
  environmentFile: 'collector.env',
  userEnvironment: false,
  logFile: 'collector.log',
};

/** The service that sends alerts. */
export const WATCHER_SERVICE: ServiceIdentity = {
  command: 'watch',
  title: 'The watcher',
  description: 'Py-Perf watcher: sends the alerts of the fleet',
  systemdUnit: 'py-perf-watcher.service',
  launchdLabel: 'dev.py-perf.watcher',
  taskName: 'Py-Perf Watcher',
  stateDirectory: 'py-perf-watcher',
  environmentFile: 'watcher.env',
  userEnvironment: true,
  logFile: 'watch.log',
};
