import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { COLLECTOR_SERVICE } from '../../../../collector/os-service/services.ts';
import type {
  OsServiceOptions,
  RunResult,
  ServiceCommand,
} from '../../../../collector/os-service/service-manager.ts';

export const COMMAND: ServiceCommand = {
  program: '/opt/py perf/node',
  args: ['/opt/py perf/cli & co/index.ts', 'collect', '--hostname', '100% "real" $HOME \\'],
  environment: { AWS_REGION: 'eu-central-1', AWS_PROFILE: 'fleet <team> 50%' },
};

/** A temporary home and root, and a service manager that only notes what it is asked. */
export class FakeSystem {
  readonly root = mkdtempSync(join(tmpdir(), 'autostart-'));
  readonly home = join(this.root, 'home');
  readonly calls: string[] = [];
  /** Exit code of a call that contains the text. */
  readonly failing = new Map<string, RunResult>();

  constructor() {
    mkdirSync(this.home);
  }

  options(
    platform: NodeJS.Platform,
    scope: 'user' | 'system' = 'user',
    identity = COLLECTOR_SERVICE,
  ): OsServiceOptions {
    const { home, root } = this;
    return {
      identity,
      platform,
      scope,
      home,
      root,
      uid: 501,
      run: (...call) => this.#run(...call),
    };
  }

  /** Every file and folder under the root. */
  files(): string[] {
    return readdirSync(this.root, { recursive: true }).map(String).sort();
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  async #run(program: string, args: readonly string[]): Promise<RunResult> {
    const call = [program, ...args].join(' ');
    this.calls.push(call);
    for (const [text, result] of this.failing) if (call.includes(text)) return result;
    if (call.startsWith('systemctl --user enable')) this.#link(args.at(-1) ?? '');
    return Promise.resolve({ code: 0, stdout: '', stderr: '' });
  }

  /** What "systemctl enable" leaves on disk. */
  #link(unit: string): void {
    const link = join(this.home, '.config/systemd/user/default.target.wants', unit);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(`../${unit}`, link);
  }
}
