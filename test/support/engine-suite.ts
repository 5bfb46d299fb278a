import { afterEach, beforeEach, inject } from 'vitest';
import type { TableNames } from '../../contract/tables.ts';
import type { DynamoClients } from '../../platform/aws/dynamo-client.ts';
import type { FleetEngineOptions } from '../../fleet/engine-options.ts';
import { localClients, testSource, uniqueTables } from './fleet-tables.ts';
import { TestClock, openTestEngine, type TestEngine } from './test-engine.ts';

/** The fixtures of a suite's current test; importers see them through live bindings. */
export let clients: DynamoClients;
/** The table names of the current test, created before it. */
export let tables: TableNames;
/** The clock of the current test's engine. */
export let clock: TestClock;
/** The engine of the current test, and its data directory. */
export let test: TestEngine;

/**
 * Gives each test of the calling file clients, unused table names, a clock at `now` and an engine on DynamoDB Local.
 */
export function useEngine(now: number, change: Partial<FleetEngineOptions> = {}): void {
  beforeEach(() => {
    clients = localClients(inject('dynamoEndpoint'));
    tables = uniqueTables();
    clock = new TestClock(now);
    test = openTestEngine([testSource(inject('dynamoEndpoint'), tables)], clock, change);
  });

  afterEach(async () => {
    await test.dispose();
    clients.destroy();
  });
}
