import { expect, it } from 'vitest';
import { installAndLook } from '../../../../collector/os-service/install.ts';
import { COLLECTOR_SERVICE } from '../../../../collector/os-service/services.ts';
import type { OsService } from '../../../../collector/os-service/service-manager.ts';
import { AppFailure } from '../../../../contract/errors.ts';
import { systemClock } from '../../../../platform/clock.ts';

const COMMAND = { program: '/node', args: [], environment: {} };

/** A service that runs for as long as `lasts`, by the clock that is handed over. */
function install(lastsMs: number): ReturnType<typeof installAndLook> {
  let passed = 0;
  const status = () =>
    Promise.resolve({ installed: true, running: passed < lastsMs, definition: 'the unit' });
  const service: OsService = {
    install: status,
    uninstall: () => Promise.resolve(true),
    status,
  };
  const sleep = (ms: number): Promise<void> => {
    passed += ms;
    return Promise.resolve();
  };
  return installAndLook({
    identity: COLLECTOR_SERVICE,
    service,
    command: COMMAND,
    clock: { ...systemClock, sleep },
    platform: 'linux',
    scope: 'user',
  });
}

it('reports a service as running once it has run for a few seconds', async () => {
  expect(await install(Infinity)).toMatchObject({ running: true });
});

it('reports a service that ended soon after its start, and where to find the reason', async () => {
  const error: unknown = await install(2000).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AppFailure);
  expect(String(error)).toContain('does not run');
  expect((error as AppFailure).error.hint).toContain('journalctl --user --unit py-perf-collector');
});
