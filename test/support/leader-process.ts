/** A program that tells alerts by a clock that runs faster: `leader-process.ts ENDPOINT TABLES URL`; each line of its input is a host. */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { TableNames } from '../../contract/tables.ts';
import { DynamoSource } from '../../fleet/remote/dynamo-source.ts';
import { ChannelScene, SceneClock, webhookTo } from './channel-scene.ts';
import { localClients } from './fleet-tables.ts';

/** How many of its seconds pass in one. */
const FACTOR = 20;
/** Unix seconds at the moment from which the monotonic clock counts. */
const NOW = 1_795_000_020;

/** Runs on while the process is stopped, as the clocks of the system do. */
class FastClock extends SceneClock {
  override now(): number {
    return NOW * 1000 + (performance.timeOrigin + performance.now() - START) * FACTOR;
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await delay(ms / FACTOR, undefined, signal === undefined ? {} : { signal });
  }
}

const [endpoint = '', tables = '{}', url = '', start = '0'] = process.argv.slice(2);
/** The same moment for all, or their alerts would not be the same. */
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
