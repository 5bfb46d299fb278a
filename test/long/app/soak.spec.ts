import { test } from '../../e2e/fixture.ts';
import { expectAppLevelled } from '../../e2e/soak/expect-app-level.ts';
import { appTable, soakApp } from '../../e2e/soak/soak-app.ts';

test('uses no more after many polls than after few', async ({ dynamo, launch }) => {
  const measureEvery = 15;
  const found = await soakApp({ dynamo, launch, polls: 360, measureEvery, everySecond: true });
  process.stdout.write(`${appTable(found, measureEvery)}\n`);
  expectAppLevelled(found, { pageHeapPerPoll: 10_000, measureEvery });
});
