/** What `launchctl` is asked: the jobs of whoever asks, a line each. */
export const LAUNCHD_QUESTION = ['list'];

/** Signals with which launchd and users end jobs that have not failed: HUP, INT, KILL, TERM. */
const ENDED = new Set([-1, -2, -9, -15]);
/** Apple's own jobs end with any number on a Mac that is well; they end when there is nothing to do. */
const APPLE = /^(?:\d+\.|application\.)?com\.apple\./u;

/**
 * The jobs of launchd that failed, by an answer of `launchctl list` (process, status it last ended with, label): those that
 * do not run and ended with an error or a signal that no one sends on purpose. Apple's own do not count.
 */
export function failedJobs(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, status = '', label = ''] = /^-\s+(-?\d+)\s+(\S.*)$/u.exec(line.trim()) ?? [];
    const code = Number(status);
    return label === '' || code === 0 || ENDED.has(code) || APPLE.test(label) ? [] : [label];
  });
}

/**
 * What PowerShell is asked: services that start by themselves, do not run, and ended with an error. 1077 says that
 * nothing has started one since the machine did: it waits for its trigger.
 */
export const WINDOWS_SERVICES_QUESTION = [
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  [
    '[Console]::OutputEncoding = [Text.Encoding]::UTF8;',
    'Get-CimInstance Win32_Service',
    `-Filter "StartMode='Auto' AND State='Stopped' AND ExitCode<>0 AND ExitCode<>1077"`,
    '| ForEach-Object { $_.Name }',
  ].join(' '),
];

/** The names in an answer to `WINDOWS_SERVICES_QUESTION`, a line each. */
export function failedServices(text: string): string[] {
  return text
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
