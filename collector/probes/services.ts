/** The arguments for `launchctl`: the jobs of the calling user, one per line. */
export const LAUNCHD_QUESTION = ['list'];

/** Signals with which launchd and users end healthy jobs: HUP, INT, KILL, TERM. */
const ENDED = new Set([-1, -2, -9, -15]);
/** Apple's own jobs exit with any code on a healthy Mac; they end when there is nothing to do. */
const APPLE = /^(?:\d+\.|application\.)?com\.apple\./u;

/**
 * The failed launchd jobs in the output of `launchctl list` (pid, last exit status, label): those that do not run and
 * ended with an error, or with a signal that nobody sends on purpose. Apple's own do not count.
 */
export function failedJobs(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, status = '', label = ''] = /^-\s+(-?\d+)\s+(\S.*)$/u.exec(line.trim()) ?? [];
    const code = Number(status);
    return label === '' || code === 0 || ENDED.has(code) || APPLE.test(label) ? [] : [label];
  });
}

/**
 * The query for PowerShell: services set to start automatically that do not run and ended with an error. 1077 means
 * that nothing has started the service since boot: it waits for its trigger.
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

/** The names in the output of `WINDOWS_SERVICES_QUESTION`, one per line. */
export function failedServices(text: string): string[] {
  return text
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
