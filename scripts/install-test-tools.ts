import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chromiumPath, headlessPath } from '../test/standin/host/browser.ts';
import { canMount } from '../test/support/small-disk.ts';
import { fetchDynamoDbLocal } from '../test/support/dynamodb-local.ts';

interface Tool {
  id:
    | 'chromium'
    | 'headless-shell'
    | 'java'
    | 'squashfs'
    | 'desktop-files'
    | 'nsis'
    | 'btrfs'
    | 'cjk-font';
  name: string;
  present: () => boolean;
  debianPackage: string;
  advice: string;
}

const TOOLS: Tool[] = [
  {
    id: 'chromium',
    name: 'Chromium',
    present: () => existsSync(chromiumPath()),
    debianPackage: 'chromium',
    advice: 'Install Chromium or Chrome and name its executable in PY_PERF_CHROMIUM.',
  },
  // Chromium replaces it if it cannot be installed; the tests then cost more.
  {
    id: 'headless-shell',
    name: "Chromium's headless shell",
    present: () => headlessPath() !== chromiumPath() || !mayChooseBrowser(),
    debianPackage: 'chromium-headless-shell',
    advice: 'Install it next to Chromium.',
  },
  {
    id: 'java',
    name: 'a Java runtime',
    present: () => runs('java', ['-version']),
    debianPackage: 'default-jre-headless',
    advice: 'Install Java 17 or newer so that "java" is on the PATH.',
  },
  // For building packages for Linux and Windows. Their tests run on Linux only.
  packagingTool('squashfs', 'mksquashfs', 'squashfs-tools', '-version'),
  packagingTool('desktop-files', 'desktop-file-validate', 'desktop-file-utils', '--help'),
  packagingTool('nsis', 'makensis', 'nsis', '-VERSION'),
  // File systems with quotas and subvolumes, for tests that mount them, if mounting is allowed.
  {
    id: 'btrfs',
    name: 'mkfs.btrfs',
    present: () => !canMount || runs('mkfs.btrfs', ['--version']),
    debianPackage: 'btrfs-progs',
    advice: 'Install the package that brings it.',
  },
  // For screenshots in Japanese; no test looks at its letters.
  {
    id: 'cjk-font',
    name: 'a font with Japanese letters',
    present: () => process.platform !== 'linux' || hasJapaneseFont(),
    debianPackage: 'fonts-noto-cjk',
    advice: 'Install Noto Sans CJK (on Debian and Ubuntu: "apt-get install fonts-noto-cjk").',
  },
];

function packagingTool(
  id: Tool['id'],
  command: string,
  debianPackage: string,
  version: string,
): Tool {
  return {
    id,
    name: command,
    present: () => process.platform !== 'linux' || runs(command, [version]),
    debianPackage,
    advice: `Install the package that brings it (on Debian and Ubuntu: "apt-get install ${debianPackage}").`,
  };
}

/** Installs every tool of the tests that is missing. */
export async function installTestTools(): Promise<void> {
  installTools(TOOLS.map(({ id }) => id).filter((id) => id !== 'cjk-font'));
  await fetchDynamoDbLocal();
}

/** Installs missing tools: by apt on Debian as root; otherwise throws with what to install. */
export function installTools(wanted: Tool['id'][]): void {
  const missing = TOOLS.filter(({ id, present }) => wanted.includes(id) && !present());
  if (missing.length > 0) {
    if (!isDebianAsRoot())
      throw new Error(
        missing.map(({ name, advice }) => `${name} is missing. ${advice}`).join('\n'),
      );
    const packages = missing.map(({ debianPackage }) => debianPackage);
    process.stdout.write(`Installing ${packages.join(', ')} for the tests\n`);
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  }
}

function mayChooseBrowser(): boolean {
  return process.env['PY_PERF_CHROMIUM'] === undefined && isDebianAsRoot();
}

function apt(args: string[]): void {
  execFileSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function isDebianAsRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && isDebian();
}

function isDebian(): boolean {
  return /^ID(_LIKE)?=.*debian/mu.test(readFileSync('/etc/os-release', 'utf8'));
}

function hasJapaneseFont(): boolean {
  try {
    return execFileSync('fc-list', [':lang=ja', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return false;
  }
}

function runs(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
