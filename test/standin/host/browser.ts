import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright';

/** How Chromium is started. */
export interface BrowserOptions {
  /** Folder of Chromium's own files. */
  sessionData: string;
  headless: boolean;
  /** Shows the first window without Chromium's frame, like an app's. */
  appWindow: boolean;
  width: number;
  height: number;
  /** IANA name, replacing the system's zone. */
  timeZone?: string;
}

/** Keeps Chromium from calling home and from permission prompts: the app's handlers decide. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--deny-permission-prompts',
  '--no-first-run',
  '--no-default-browser-check',
];

/** For test pages, too short-lived for V8's optimizing compilers to pay off: a quarter less processor time. */
export const SHORT_LIVED = ['--js-flags=--no-opt,--no-maglev'];

/** Electron has no password manager and fills in no forms: no input may end up in Chromium's own files. */
const PREFERENCES = {
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
};

const CHROMIUM = '/usr/bin/chromium';
/** Chromium without a user interface: it starts and ends at a fifth of the cost. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

/** Executable of the Chromium that shows windows; it may be missing. */
export function chromiumPath(): string {
  return process.env['PY_PERF_CHROMIUM'] ?? CHROMIUM;
}

/** Executable for invisible pages: the headless shell if it is installed, else Chromium. */
export function headlessPath(): string {
  const chosen = process.env['PY_PERF_CHROMIUM'];
  if (chosen !== undefined) return chosen;
  return existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : CHROMIUM;
}

/** Starts the system's Chromium, headless, with an empty profile. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch(common(true));
}

/** Starts the system's Chromium with a persistent profile. */
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
    // Chromium's sandbox does not work as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: QUIET,
  };
}
