import type { SettingsTexts } from '../../setting-texts.ts';

/** Texts of the settings page. */
export const settings: SettingsTexts = {
  settings: {
    outOfRange: 'A whole number from {min} to {max}.',
    unit: {
      seconds: 'second | seconds',
      minutes: 'minute | minutes',
      days: 'day | days',
      months: 'month | months',
      cents: 'US cent a day | US cents a day',
      dayOfMonth: 'of the month',
      gigabytes: 'GB a month',
    },
    sources: { title: 'Sources', text: 'The AWS accounts whose tables the app reads.' },
    collector: {
      title: 'Collector',
      text: 'What this machine reports about itself.',
      enabled: {
        label: 'Collect this machine',
        help: 'Once a minute, also after a restart. Samples are uploaded once you connect a source.',
      },
      createTables: {
        label: 'Create missing tables',
        help: 'With on-demand capacity and expiry (TTL). Needs permission to create tables.',
      },
      registryEveryMinutes: {
        label: 'Registry row every',
        help: 'Each write costs as much as a sample: 3 minutes save a third of this machine’s bill. Viewers see its new minutes that much later.',
      },
      hostname: 'Reports as',
    },
    sync: {
      title: 'Sync',
      text: 'How often the app reads the tables.',
      intervalSeconds: { label: 'Interval' },
      legacyBudgetCents: {
        label: 'Automatic scans',
        help: 'Scans legacy tables without an index, and looks for hosts missing from the registry, up to this cost. 0: never.',
      },
    },
    retention: {
      title: 'Retention',
      text: 'How long the local database keeps samples. DynamoDB keeps them for 30 days.',
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
        help: 'What the py-perf library measured: about 25 bytes per function and run. Daily figures are kept as long as quarter hours.',
      },
      forgetDays: {
        label: 'Silent hosts',
        help: 'After this time the app forgets a host that is no longer in any table.',
      },
    },
    traffic: {
      title: 'Traffic',
      text: 'How a host’s page adds up its traffic.',
      resetDay: { label: 'A month begins on day', help: 'In shorter months, on the last day.' },
      quotaGb: { label: 'Quota', help: 'Per host. 0: none.' },
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
        help: 'The app only tells you about a newer version. It installs nothing without your consent.',
      },
    },
  },
};
