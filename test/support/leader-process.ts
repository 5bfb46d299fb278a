/**
 * A program that sends alerts on a fast clock: `leader-process.ts ENDPOINT TABLES URL`; each line of its input is a
 * host.
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { TableNames } from '../../contract/tables.ts';
import { DynamoSource } from '../../fleet/remote/dynamo-source.ts';
import { ChannelScene, SceneClock, webhookTo } from './channel-scene.ts';
import { localClients } from './fleet-tables.ts';

/** Simulated seconds per second. */
const FACTOR = 20;
/** Unix seconds at which the monotonic clock starts. */
const NOW = 1_795_000_020;

/** Continues while the process is stopped, as the system's clocks do. */
class FastClock extends SceneClock {
  override now(): number {
    return NOW * 1000 + (performance.timeOrigin + performance.now() - START) * FACTOR;
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await delay(ms / FACTOR, undefined, signal === undefined ? {} : { signal });
  }
}

const [endpoint = '', tables = '{}', url = '', start = '0'] = process.argv.slice(2);
/** The same time for all, or their alerts would differ. */
const START = Number(start);
const source = new DynamoSource({
  clients: localClients(endpoint),
  tables: JSON.parse(tables) as TableNames,
  onUse: () => undefined,
});
const scene = new ChannelScene(new FastClock(NOW), [webhookTo(url)], () => Promise.resolve(source));
scene.start();
process.stdout.write('ready\n');
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [host = '', at = ''] = line.split(' ');
  scene.begin(host, 'cpu', Number(at));
});
lines.once('close', () => {
  void scene.dispose().then(() => process.exit(0));
});
