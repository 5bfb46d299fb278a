import type { SettingsTexts } from '../../setting-texts.ts';

/** Texts of the settings page. */
export const settings: SettingsTexts = {
  settings: {
    outOfRange: 'A whole number from {min} to {max}.',
    unit: {
      seconds: 'seconds',
      minutes: 'minutes',
      days: 'days',
      months: 'months',
      cents: 'US cents a day',
      dayOfMonth: 'of the month',
      gigabytes: 'GB a month',
    },
    sources: { title: 'Sources', text: 'The AWS accounts whose tables the app reads.' },
    collector: {
      title: 'Collector',
      text: 'What this machine reports about itself.',
      enabled: {
        label: 'Collect this machine',
        help: 'Once a minute, also after a restart. Samples are uploaded once a source is connected.',
      },
      createTables: {
        label: 'Create missing tables',
        help: 'With on-demand capacity and expiry turned on. Needs permission to create tables.',
      },
      registryEveryMinutes: {
        label: 'Registry row every',
        help: 'Each writing costs as much as a sample: 3 minutes save a third of this machine’s bill. Viewers see its new minutes up to as much later.',
      },
      hostname: 'Reports as',
    },
    sync: {
      title: 'Sync',
      text: 'How often the app reads the tables.',
      intervalSeconds: { label: 'Interval' },
      legacyBudgetCents: {
        label: 'Scans unasked',
        help: 'Reads legacy tables without index, and finds hosts that no registry names, while it costs no more. 0: never.',
      },
    },
    retention: {
      title: 'Retention',
      text: 'How long the local database keeps samples. DynamoDB itself keeps them for 30 days.',
      minuteDays: {
        label: 'Every minute',
        help: 'About 25 bytes per host and minute, with all metrics and five processes.',
      },
      rollupMonths: {
        label: 'Quarter hours',
        help: 'Minimum, mean and maximum, for long ranges.',
      },
      functionDays: {
        label: 'Runs of functions',
        help: 'What the py-perf library measured: about 25 bytes per function and run. Daily figures stay as long as quarter hours.',
      },
      forgetDays: {
        label: 'Silent hosts',
        help: 'A host that is in no table any more is then forgotten here.',
      },
    },
    traffic: {
      title: 'Traffic',
      text: 'How the traffic of a host is added up on its page.',
      resetDay: { label: 'A month begins on day', help: 'In a shorter month on its last day.' },
      quotaGb: { label: 'Quota', help: 'Of each host. 0: none.' },
      counts: {
        label: 'Counts towards the quota',
        values: { both: 'Sent and received', sent: 'Sent', received: 'Received' },
      },
    },
    display: {
      title: 'Display',
      theme: {
        label: 'Theme',
        values: { system: 'System', light: 'Light', dark: 'Dark' },
      },
      locale: { label: 'Language', values: { auto: 'System' } },
      timeZone: { label: 'Time zone', values: { local: 'Local', utc: 'UTC' } },
      hourCycle: {
        label: 'Clock',
        values: { auto: 'Language default', h23: '24 hours', h12: '12 hours' },
      },
    },
    updates: {
      title: 'Updates',
      check: {
        label: 'Check for updates once a day',
        help: 'The app only announces a newer version. It installs nothing without your consent.',
      },
    },
  },
};
