import { test } from './fixture.ts';
import { expectAppLevelled } from './soak/expect-app-level.ts';
import { soakApp } from './soak/soak-app.ts';

// The short form; `npm run test:long` has half a day.
test('holds no more after 18 polls than after 12', async ({ dynamo, launch }) => {
  test.setTimeout(300_000);
  const measureEvery = 3;
  const found = await soakApp({ dynamo, launch, polls: 18, measureEvery });
  expectAppLevelled(found, { pageHeapPerPoll: 400_000, measureEvery });
});
