import { chromium, type Browser } from 'playwright';

/** Keeps Chromium from calling home: tests and demos run without a network. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
];

export function chromiumPath(): string {
  return process.env['PY_PERF_CHROMIUM'] ?? '/usr/bin/chromium';
}

/** Starts the system's Chromium. As root it cannot have its own sandbox. */
export function launchChromium(
  options: { headless?: boolean; args?: string[] } = {},
): Promise<Browser> {
  const { headless = true, args = [] } = options;
  return chromium.launch({
    executablePath: chromiumPath(),
    headless,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...QUIET, ...args],
  });
}
