/** Texts of sources and of the form that edits one. */
export const sources = {
  source: {
    retry: 'Retry',
    editShort: 'Edit source',
    confirmText:
      'Its hosts leave this app, and its stored access key is deleted for good. Nothing in AWS changes.',
    confirmTitle: 'Remove the source {name}?',
    removed: 'Source {name} removed, with {n} host | Source {name} removed, with {n} hosts',
    unconfigured: 'Not connected',
    waiting: 'Waiting for the first sync',
    synced: 'Synced {ago}',
    problemSince: '{problem}, synced {time}',
    nothingYet: 'Nothing has been synced yet.',
    showingUpTo: 'Showing data up to {time}.',
    problem: {
      network: 'Offline',
      timeout: 'Not answering',
      throttled: 'Throttled, retrying',
      'access-denied': 'Access denied',
      'no-credentials': 'No credentials',
      'sign-in-needed': 'Sign-in needed',
      'mfa-needed': 'Code needed',
      'credentials-rejected': 'Credentials rejected',
      'table-missing': 'Tables missing',
      other: 'Failing',
    },
    add: 'Add a source',
    newName: 'Another account',
    edit: 'Edit {name}',
    remove: 'Remove {name}',
    more: 'Role, endpoint and table names',
    unknownRegion:
      'This version does not know this AWS region. Check the spelling, unless the region is new.',
    standardChain: 'Standard AWS configuration',
    profile: 'Profile {profile}',
    mode: { auto: 'Automatic', on: 'On', off: 'Off' },
    plainHttp:
      'Allow http:// to another machine: anyone on the network path can read and change the data.',
    inTheClear: 'not encrypted (http)',
    field: { name: 'Name', profile: 'Profile', region: 'Region', endpoint: 'Endpoint' },
    help: {
      profile: 'From the shared AWS configuration of this machine.',
      region: 'Empty: as set in the profile or the environment.',
      endpoint: 'Only for DynamoDB Local or a private endpoint.',
    },
    role: { arn: 'Role ARN', externalId: 'External ID', sessionName: 'Session name' },
    roleHelp: {
      arn: 'Assumed with the credentials above. Empty: no role.',
      externalId: 'If the owner of the role asks for one.',
      sessionName: 'Shown in CloudTrail. Empty: py-perf-desktop.',
    },
    table: {
      system: 'Metrics table (v2)',
      legacy: 'Legacy table',
      registry: 'Registry table',
      functions: 'Runs of functions',
    },
  },
  signIn: {
    browser: {
      action: 'Sign in',
      title: 'Sign in to AWS',
      text: 'Profile {profile}. A page opens in your browser. Confirm there that it shows this code.',
      opening: 'Asking AWS for a code',
      waiting: 'Waiting for you to confirm it',
      reopen: 'Open the page again',
      again: 'Try again',
    },
    command: {
      label: 'Command',
      text: 'Profile {profile}. Only the AWS CLI can start its sessions: run this in a terminal.',
      waiting: 'Waiting for the new session',
    },
    device: {
      action: 'Enter code',
      title: 'MFA code',
      text: 'AWS asks for a multi-factor authentication code once per session.',
      code: 'Code',
      help: 'The 6 digits that the device shows now.',
      problem: 'Enter 6 digits.',
      enter: 'Continue',
    },
  },
  firstRun: {
    title: 'Nothing to monitor yet',
    lead: 'Start with this machine, with a fleet in DynamoDB, or with both.',
    collect: {
      title: 'Collect this machine',
      text: 'CPU and memory once a minute, kept on this machine. No account, no network.',
      action: 'Collect this machine',
    },
    connect: {
      title: 'Connect to AWS',
      text: 'Shows the hosts that py-perf collectors write to DynamoDB tables in your own account.',
      action: 'Connect to AWS',
    },
    foot: 'You can change both in Settings at any time.',
  },
  empty: {
    connection: 'Connection to AWS',
    tablesMissing:
      'The tables do not exist there yet. A collector creates them if it has permission.',
    collecting: {
      title: 'Taking the first sample',
      text: 'This machine appears here within a minute.',
    },
    failing: {
      title: 'No hosts yet',
      text: 'The tables could not be read. The message above says why.',
    },
    waiting: {
      title: 'Reading the fleet',
      text: 'The first sync is running. Hosts appear here as they are found.',
    },
    noHosts: {
      title: 'The tables hold no hosts',
      text: 'The connection works. Hosts appear here once a collector writes to the tables.',
    },
  },
  connect: {
    title: 'Connect to AWS',
    editTitle: 'Source',
    description: 'Reads the py-perf tables of an account.',
    test: 'Test connection',
    testing: 'Testing',
    save: 'Connect',
    works:
      'The tables can be read. | The tables can be read: one host. | The tables can be read: {n} hosts.',
    missing: 'Some of them do not exist yet.',
  },
};
