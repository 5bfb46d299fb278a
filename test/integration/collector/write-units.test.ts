import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { fitToWriteUnit } from '../../../collector/uploader/item-size.ts';
import { Outbox } from '../../../collector/outbox/outbox.ts';
import { Uploader } from '../../../collector/uploader/uploader.ts';
import type { Sample } from '../../../contract/sample.ts';
import { minuteOf } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { createTables, localClients, uniqueTables } from '../../support/fleet-tables.ts';
import { runningClock } from '../../support/running-clock.ts';
import { silentLogger } from '../../support/test-engine.ts';

interface Consumed {
  TableName?: string;
  CapacityUnits?: number;
}

/** Asks for the consumed capacity of every request and adds it up by table. */
function countingUnits(clients: DynamoClients, units: Map<string, number>): DynamoClients {
  clients.document.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
      for (const { TableName = '', CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat())
        units.set(TableName, (units.get(TableName) ?? 0) + CapacityUnits);
      return result;
    },
    { step: 'initialize' },
  );
  return clients;
}

const NOW = minuteOf(1_795_500_000);
const clock = runningClock(NOW + 42);

it('takes one write unit a minute in each table, with every attribute', async () => {
  const endpoint = inject('dynamoEndpoint');
  const clients = localClients(endpoint);
  const tables = uniqueTables();
  await createTables(clients, tables, ['system', 'registry']);
  const folder = mkdtempSync(join(tmpdir(), 'write-units-'));
  const outbox = new Outbox(join(folder, 'outbox.db'), clock);
  const units = new Map<string, number>();
  const uploader = new Uploader({
    connect: () => Promise.resolve(countingUnits(localClients(endpoint), units)),
    tables,
    createTables: false,
    outbox,
    logger: silentLogger,
    clock,
  });
  const minutes = 5;
  for (let index = 0; index < minutes; index += 1) {
    outbox.append(fitToWriteUnit(busySample(NOW - (minutes - index) * 60)));
    await uploader.drain({
      platform: 'Linux',
      os: 'Debian GNU/Linux 12 (bookworm)',
      arch: 'x64',
      cpuModel: 'AMD EPYC 9754 128-Core Processor',
      cpuCount: 256,
      memoryTotalMb: 1_048_576,
      collector: 'py-perf-desktop/10.20.30',
    });
  }
  uploader.close();
  outbox.close();
  clients.destroy();
  rmSync(folder, { recursive: true });
  expect(units.get(tables.system)).toBe(minutes);
  expect(units.get(tables.registry)).toBe(minutes);
});

function busySample(minute: number): Sample {
  return {
    hostname: 'production-database-primary-0001.eu-central-1.example.com',
    minute,
    collectedAt: minute + 12.345678,
    cpuPercent: 99.9,
    memoryPercent: 98.7,
    memoryAvailableMb: 123_456,
    memoryUsedMb: 987_654,
    swapPercent: 45.6,
    diskPercent: 87.6,
    loadAvg1m: 123.45,
    loadAvg5m: 117.89,
    loadAvg15m: 101.23,
    diskReadBps: 9_876_543_211,
    diskWriteBps: 8_765_432_109,
    netRxBps: 7_654_321_098,
    netTxBps: 6_543_210_987,
    cpuTempC: 87.5,
    batteryPercent: 99.1,
    processCount: 12_345,
    uptimeS: 123_456_789,
    collector: 'py-perf-desktop/10.20.30',
    custom: Array.from({ length: 8 }, (_, index) => ({
      name: `backup_last_success_timestamp_seconds{job="database-${String(index)}"}`,
      value: 1_795_500_000.123 + index,
    })),
    topProcesses: Array.from({ length: 5 }, (_, index) => ({
      name: `very-long-process-name-of-a-service-${String(index)}-${'x'.repeat(40)}`,
      pid: 4_194_300 + index,
      cpuPercent: 99.9,
      memoryPercent: 55.5,
    })),
  };
}
