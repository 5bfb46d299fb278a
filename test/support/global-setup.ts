import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { buildCli } from './run-cli.ts';

declare module 'vitest' {
  interface ProvidedContext {
    dynamoEndpoint: string;
  }
}

/**
 * One DynamoDB Local for all integration tests of a run. Tests use their own table names, or their own account if the
 * names are part of the test. The command line is built before two workers would build it at once.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildCli();
  const local = await startDynamoDbLocal({ separateAccounts: true });
  project.provide('dynamoEndpoint', local.endpoint);
  return () => local.stop();
}
