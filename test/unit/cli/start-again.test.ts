import { describe, expect, it } from 'vitest';
import { needsOtherStart } from '../../../cli/start-again.ts';
import packageJson from '../../../package.json' with { type: 'json' };

const FLAGS = ['--max-semi-space-size=1', '--jitless'];

function needs(args: string[], execArgv: string[]): boolean {
  return needsOtherStart(['collect', ...args], { flags: FLAGS }, execArgv);
}

describe('needsOtherStart', () => {
  it('is true for a long-running collector that "npm run cli" started', () => {
    const words = packageJson.scripts.cli.split(' ');
    expect(words.at(0)).toBe('node');
    const execArgv = words.slice(1, -1);
    expect(needs(['--hostname', 'web-1'], execArgv)).toBe(true);
    expect(needs([], [])).toBe(true);
  });

  it('is false once the process has the flags, in any order and with others of the script', () => {
    expect(needs([], FLAGS)).toBe(false);
    expect(needs([], ['--expose-gc', ...FLAGS.toReversed()])).toBe(false);
  });

  it.each(['--once', '--print', '--status', '--install-service', '--service-status', '--help'])(
    'is false for %s, which ends by itself',
    (flag) => {
      expect(needs(['--hostname', 'web-1', flag], [])).toBe(false);
    },
  );

  it.each(['--inspect', '--require', '--import=./preload.ts', '--max-old-space-size=100'])(
    'leaves a process started with %s alone',
    (flag) => {
      expect(needs([], [flag])).toBe(false);
    },
  );
});
