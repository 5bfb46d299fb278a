/**
 * A collector on accelerated time, in its own process that a test may kill: `node fast-collect.ts OUTBOX JOURNAL
 * TABLES_JSON START_SECONDS REAL_START_MS SPEED`. Time continues across restarts, because it is computed from the same
 * origin. Every sample is written to the journal, with all its values, once it is durable.
 */
import { appendFileSync } from 'node:fs';
import { Collector } from '../../../collector/collector.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import { localClients } from '../fleet-tables.ts';
import { silentLogger } from '../test-engine.ts';

const [outboxPath = '', journal = '', tables = '', start = '', realStart = '', speed = ''] =
  process.argv.slice(2);
const endpoint = process.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';

const clock: Clock = {
  now: () => Number(start) * 1000 + (Date.now() - Number(realStart)) * Number(speed),
  sleep: (ms, signal) => systemClock.sleep(ms / Number(speed), signal),
};

const collector = new Collector({
  outboxPath,
  clock,
  logger: silentLogger,
  hostname: 'killed-host',
  tables: JSON.parse(tables) as TableNames,
  createTables: false,
  connect: () => Promise.resolve(localClients(endpoint, { maxAttempts: 2 })),
  onSample: (sample) => {
    appendFileSync(journal, `${JSON.stringify(sample)}\n`);
  },
  onChange: () => undefined,
  version: '0.0.0',
});

process.once('SIGTERM', () => {
  void collector.close().then(() => process.exit(0));
});
collector.start();
process.stdout.write('started\n');
