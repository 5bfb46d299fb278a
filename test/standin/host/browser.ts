import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright';

export interface BrowserOptions {
  /** Folder of Chromium's own files. */
  sessionData: string;
  headless: boolean;
  /** Shows the first window without Chromium's own frame, as an app's. */
  appWindow: boolean;
  width: number;
  height: number;
  /** IANA name, in place of the system's. */
  timeZone?: string;
}

/** Keeps Chromium from calling home, and from asking for permissions: the app's handlers decide on those. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--deny-permission-prompts',
  '--no-first-run',
  '--no-default-browser-check',
];

/**
 * For pages of tests, which do not live long enough for V8's optimizing compilers to pay: a quarter less processor time
 * without.
 */
export const SHORT_LIVED = ['--js-flags=--no-opt,--no-maglev'];

/** Electron has no password manager and fills in no forms: nothing that is typed may end in Chromium's own files. */
const PREFERENCES = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
};

const CHROMIUM = '/usr/bin/chromium';
/** Chromium without anything to show windows with: it starts and ends at a fifth of the cost. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

/** Executable of the Chromium that shows windows; it may be missing. */
export function chromiumPath(): string {
  return process.env['PY_PERF_CHROMIUM'] ?? CHROMIUM;
}

/** Executable for pages that nobody sees: the headless shell where it is installed, else Chromium. */
export function headlessPath(): string {
  const chosen = process.env['PY_PERF_CHROMIUM'];
  if (chosen !== undefined) return chosen;
  return existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : CHROMIUM;
}

/** Starts the system's Chromium, headless, with an empty profile. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(common(true));
}

/** Starts the system's Chromium with a profile that lasts. */
export function openBrowser(options: BrowserOptions): Promise<BrowserContext> {
  const { sessionData, headless, appWindow, width, height, timeZone } = options;
  const { args: quiet, ...rest } = common(headless);
  const args = headless ? [...quiet, ...SHORT_LIVED] : quiet;
  setPreferences(sessionData);
  const size = `--window-size=${String(width)},${String(height)}`;
  return chromium.launchPersistentContext(sessionData, {
    ...rest,
    viewport: appWindow ? null : { width, height },
    colorScheme: null,
    args: appWindow ? [...args, '--app=about:blank', size] : args,
    ...(timeZone === undefined ? {} : { timezoneId: timeZone }),
  });
}

function setPreferences(sessionData: string): void {
  const folder = join(sessionData, 'Default');
  const path = join(folder, 'Preferences');
  if (existsSync(path)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, JSON.stringify(PREFERENCES));
}

function common(headless: boolean): {
  executablePath: string;
  headless: boolean;
  chromiumSandbox: boolean;
  args: string[];
} {
  return {
    executablePath: headless ? headlessPath() : chromiumPath(),
    headless,
    // As root Chromium cannot have its own sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    args: QUIET,
  };
}
