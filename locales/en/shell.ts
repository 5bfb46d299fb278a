import { errors } from './errors.ts';
import { metrics } from './metrics.ts';

/**
 * English, the form that the texts of menus, tray, notifications and dialogs have in every language. `|` divides singular
 * from plural, chosen by `n`; `{…}` is a value.
 */
export const shell = {
  ...errors,
  ...metrics,
  tray: {
    refused: 'Notifications that were not shown',
    collect: 'Collect this machine',
    attention: 'Needs attention',
    host: '{host}: {reason}',
    offline: 'offline',
    open: 'Open',
    sync: 'Sync now',
    settings: 'Settings',
    login: 'Start at login',
    quit: 'Quit',
    pause: {
      title: 'Pause notifications',
      hours: 'For {n} hour | For {n} hours',
      tomorrow: 'Until tomorrow',
      end: 'Resume notifications',
    },
    icon: {
      title: 'Icon',
      colour: 'Coloured',
      white: 'White, for a dark panel',
      black: 'Black, for a light panel',
    },
    tooltip: {
      online: '{online} of {hosts} online',
      alerts: '{n} alert | {n} alerts',
      failing: '{source}: {reason}',
      unread: 'cannot be read',
      collector: 'This machine is not collected: {reason}',
    },
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    settings: 'Settings',
    settingsMac: 'Settings…',
    sync: 'Sync now',
    updates: 'Check for updates…',
    logs: 'Open logs',
    about: 'About {app}',
    services: 'Services',
    hide: 'Hide {app}',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    quit: 'Quit',
    quitMac: 'Quit {app}',
    close: 'Close Window',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    delete: 'Delete',
    selectAll: 'Select All',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    fullScreen: 'Toggle Full Screen',
    developerTools: 'Toggle Developer Tools',
    minimize: 'Minimize',
    zoom: 'Zoom',
    front: 'Bring All to Front',
  },
  notice: {
    reminder: 'Still: {title}',
    acknowledge: 'Acknowledge',
    snooze: 'Snooze for 1 hour',
    snoozeTomorrow: 'Snooze until tomorrow',
    metricAt: '{metric} at {value}',
    offline: {
      one: '{host} went offline',
      many: '{n} host went offline | {n} hosts went offline',
      why: 'No sample for {n} minute. | No sample for {n} minutes.',
    },
    back: {
      one: '{host} came back',
      many: '{n} host came back | {n} hosts came back',
      why: 'Samples arrive again.',
    },
    filling: {
      one: '{host}: disk full {when}',
      many: '{n} disk fills up | {n} disks fill up',
      host: '{host} {when}',
      between: 'in {days} to {n} day | in {days} to {n} days',
      from: 'in {n} day at the earliest | in {n} days at the earliest',
      why: 'If it keeps growing as in the last weeks.',
    },
    slower: {
      one: '{host}: {function} takes {percent}% longer | {host}: {function} take up to {percent}% longer',
      many: 'Functions take longer on {n} host | Functions take longer on {n} hosts',
      host: '{host}: {function} {percent}%',
      why: 'Compared with its own last weeks.',
    },
    cost: {
      one: '{source} has cost {cost} this month',
      many: '{n} source is over its cost limit | {n} sources are over their cost limits',
      source: '{source} {cost}',
      why: 'The limit is {limit}. This counts what the app has read and written since the month began.',
    },
    unusual: {
      one: '{host}: {metric} is unusual at {value}',
      many: '{n} host is unusual | {n} hosts are unusual',
      host: '{host}: {metric} {value}',
      why: {
        most: 'Usually at most {limit} at this hour of the week.',
        least: 'Usually at least {limit} at this hour of the week.',
      },
    },
    rebooted: {
      one: '{host} rebooted',
      many: '{n} host rebooted | {n} hosts rebooted',
      why: 'The system has restarted.',
    },
    metric: {
      one: '{host}: {metric} at {value} for {n} minute | {host}: {metric} at {value} for {n} minutes',
      custom: '{host}: {subject} for {n} minute | {host}: {subject} for {n} minutes',
      why: 'The threshold is {threshold}.',
      whyOf: 'The threshold is {threshold} ({subject}).',
      many: {
        above: '{n} host: {metric} above {threshold} | {n} hosts: {metric} above {threshold}',
        below: '{n} host: {metric} below {threshold} | {n} hosts: {metric} below {threshold}',
      },
      manyOwn: {
        above:
          '{n} host: {metric} above its threshold | {n} hosts: {metric} above their thresholds',
        below:
          '{n} host: {metric} below its threshold | {n} hosts: {metric} below their thresholds',
      },
      host: '{host} at {value}',
    },
    hosts: { separator: ', ', more: '{hosts} and {n} more' },
    summary: {
      filling: '{n} disk fills up | {n} disks fill up',
      slower: 'Functions take longer on {n} host | Functions take longer on {n} hosts',
      slowerHost: '{host}: functions take longer',
      fillingHost: '{host}: a disk fills up',
      unusualHost: '{host} is unusual',
      title: 'While you were away',
      separator: '; ',
      offlineHost: {
        back: '{host} went offline and came back',
        still: '{host} went offline and still is',
      },
      offline: {
        back: '{n} host went offline and came back | {n} hosts went offline, and all came back',
        still: '{n} host went offline and still is | {n} hosts went offline, and all still are',
        some: '{hosts} hosts went offline, {n} still is | {hosts} hosts went offline, {n} still are',
      },
      alertHost: {
        above: '{host}: {metric} above its threshold',
        below: '{host}: {metric} below its threshold',
      },
      alerts: '{metric}: {n} alert | {metric}: {n} alerts',
    },
  },
  app: {
    inTray: {
      title: 'Py-Perf Desktop is still running',
      text: 'Open or quit it from its icon in the tray. If there is no icon, start the app again to open it.',
    },
    login: {
      title: 'Start at login could not be changed',
      linux: 'The autostart file in your configuration folder could not be written or removed.',
      mac: 'Check in System Settings, General, Login Items that Py-Perf Desktop is allowed.',
      windows: 'Check in Task Manager, Startup apps that Py-Perf Desktop is enabled.',
    },
    fault: {
      title: 'Something went wrong',
      text: 'Py-Perf Desktop keeps running, but part of it may not work until you restart it. The log has the details (Help, Open logs).',
    },
    logs: 'The log folder could not be opened. It is here:',
    cannotStart: 'Py-Perf Desktop cannot start',
  },
  updates: {
    ok: 'OK',
    notNow: 'Not now',
    there: {
      title: 'Version {version} is available',
      text: 'You have {current}. Nothing is installed until you say so.',
      download: 'Download',
    },
    announced: {
      title: '{app} {version} is available',
      text: 'Click for details. Nothing is installed until you say so.',
    },
    ready: {
      title: 'Version {version} is ready to install',
      text: 'The app quits, updates and starts again. To do it later, choose "Check for updates…".',
      install: 'Install and restart',
    },
    busy: {
      title: 'One moment',
      looking: 'Checking for updates.',
      offering: 'Version {version} is on offer in another dialog.',
      downloading: 'Downloading version {version}.',
      installing: 'Version {version} is ready to install.',
    },
    none: { title: 'You have the newest version', text: 'It is {current}.' },
    failed: {
      look: 'Could not check for updates',
      download: 'Version {version} could not be downloaded',
      install: 'The update could not be installed',
    },
    unable: {
      title: 'This copy does not update itself',
      source: 'It runs from its source folder. Update that folder instead.',
      package: 'It belongs to a system package. Install a newer package to update it.',
      portable: 'The portable app cannot replace itself. Put a newer one in its place.',
      feed: 'It was built without an update address.',
    },
  },
};

/** All texts of the shell in one language. */
export type ShellTexts = typeof shell;
