import { test } from './fixture.ts';
import { expectAppLevelled } from './soak/expect-app-level.ts';
import { soakApp } from './soak/soak-app.ts';

// The short form; `npm run test:long` has half a day.
test('holds no more after 12 polls than after 8', async ({ dynamo, launch }) => {
  test.setTimeout(300_000);
  const measureEvery = 2;
  const found = await soakApp({ dynamo, launch, polls: 12, measureEvery, everySecond: false });
  // Of six measurements the trend is rough; the long form has a finer limit.
  expectAppLevelled(found, { pageHeapPerPoll: 800_000, measureEvery });
});
