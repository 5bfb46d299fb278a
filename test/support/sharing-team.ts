import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParsedInput, RequestOutput, ServiceRequestName } from '../../contract/requests.ts';
import type { Settings, SettingsPatch } from '../../contract/settings.ts';
import type { SourceSharing } from '../../contract/sharing.ts';
import type { TableNames } from '../../contract/tables.ts';
import { LocalService } from '../../worker/local.ts';
import { testSource } from './fleet-tables.ts';
import { silentLogger, TestClock } from './test-engine.ts';

/** One desktop of a team: its data directory, its clock, and a service that can be closed and reopened. */
export class Teammate {
  readonly directory = mkdtempSync(join(tmpdir(), 'py-perf-team-'));
  readonly clock: TestClock;
  service: LocalService;

  /** `endpoint` may be a proxy's. `settings` exist before it shares. */
  constructor(endpoint: string, tables: TableNames, now: number, settings: object = {}) {
    this.clock = new TestClock(now);
    mkdirSync(this.dataDir, { mode: 0o700 });
    const source = testSource(endpoint, tables);
    writeFileSync(
      join(this.dataDir, 'settings.json'),
      JSON.stringify({ sources: [source], ...settings }),
    );
    this.service = this.#open();
  }

  get dataDir(): string {
    return join(this.directory, 'data');
  }

  /** Throws if the request fails. */
  async ask<K extends ServiceRequestName>(
    name: K,
    input: ParsedInput<K>,
  ): Promise<RequestOutput<K>> {
    const result = await this.service.request(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.message}`);
    return result.value;
  }

  settings(): Promise<Settings> {
    return this.ask('getSettings', {});
  }

  async change(patch: (settings: Settings) => SettingsPatch): Promise<void> {
    await this.ask('updateSettings', { patch: patch(await this.settings()) });
  }

  share(shared = true): Promise<SourceSharing> {
    return this.#only(this.ask('setSharing', { sourceId: 'default', shared }));
  }

  sync(): Promise<SourceSharing> {
    return this.#only(this.ask('syncSharing', {}));
  }

  state(): Promise<SourceSharing> {
    return this.#only(this.ask('sharingState', {}));
  }

  /** Sets the labels of a host. */
  label(hostname: string, ...labels: string[]): Promise<void> {
    return this.change(({ labels: before }) => {
      const { [`default/${hostname}`]: _old, ...others } = before;
      return {
        labels: labels.length === 0 ? others : { ...others, [`default/${hostname}`]: labels },
      };
    });
  }

  async labels(): Promise<Settings['labels']> {
    return (await this.settings()).labels;
  }

  /** Closes and reopens it. */
  async restart(): Promise<void> {
    await this.service.close();
    this.service = this.#open();
  }

  async dispose(): Promise<void> {
    await this.service.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async #only(all: Promise<SourceSharing[]>): Promise<SourceSharing> {
    const [first] = await all;
    if (first === undefined) throw new Error('there is no source');
    return first;
  }

  #open(): LocalService {
    return new LocalService({
      dataDir: this.dataDir,
      version: '0.0.0',
      clock: this.clock,
      logger: silentLogger,
    });
  }
}
