import { describe, expect, it } from 'vitest';
import type { EventPayload } from '../../../../contract/events.ts';
import { fail, ok, type Result } from '../../../../contract/result.ts';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SourceConfig,
} from '../../../../contract/settings.ts';
import { provideKeys } from '../../../../main/credentials/source-credentials.ts';
import type { Service } from '../../../../worker/service.ts';
import { silentLogger } from '../../../support/test-engine.ts';

const [first] = DEFAULT_SETTINGS.sources as [SourceConfig];
const withSources = (...sources: SourceConfig[]): Settings => ({ ...DEFAULT_SETTINGS, sources });

/** A service that answers with these settings, and whose settings can be changed. */
function fakeService(settings: Result<Settings>) {
  const listeners: ((settings: EventPayload<'settingsChanged'>) => void)[] = [];
  const service = {
    request: () => Promise.resolve(settings),
    on: (_event: string, listener: (payload: never) => void) => {
      listeners.push(listener as (settings: Settings) => void);
      return () => undefined;
    },
  } as unknown as Pick<Service, 'request' | 'on'>;
  return {
    service,
    change: (changed: Settings) => {
      for (const listener of listeners) listener(changed);
    },
  };
}

/** Keys that note what is asked of them; `load` is done when `loading` is. */
function fakeCredentials(loading: Promise<void>) {
  const calls: unknown[] = [];
  return {
    calls,
    load: (sources: readonly SourceConfig[]) => {
      calls.push(['load', sources]);
      return loading;
    },
    sourcesChanged: (before: readonly SourceConfig[], after: readonly SourceConfig[]) => {
      calls.push(['changed', before, after]);
      return Promise.resolve();
    },
  };
}

const forever = { sleep: () => new Promise<void>(() => undefined) };
const over = { sleep: () => Promise.resolve() };

describe('the keys of the sources', () => {
  it('the keys of the sources are ready before the service starts', async () => {
    const { service } = fakeService(ok(withSources(first)));
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const credentials = fakeCredentials(promise);
    let provided = false;
    const done = provideKeys(service, credentials, forever, silentLogger).then(() => {
      provided = true;
    });
    await new Promise((turn) => setImmediate(turn));
    expect(provided).toBe(false);
    resolve(undefined);
    await done;
    expect(credentials.calls).toEqual([['load', [first]]]);
  });

  it('the keys of the sources do not delay the service while a keyring waits for its user', async () => {
    const { service } = fakeService(ok(withSources(first)));
    const never = fakeCredentials(new Promise<void>(() => undefined));
    await provideKeys(service, never, over, silentLogger);
  });

  it('follow the sources: each change comes with the previous sources', async () => {
    const { service, change } = fakeService(ok(withSources(first)));
    const credentials = fakeCredentials(Promise.resolve());
    await provideKeys(service, credentials, forever, silentLogger);
    const second = { ...first, id: 'second' };
    change(withSources(first, second));
    change(withSources(first));
    expect(credentials.calls.slice(1)).toEqual([
      ['changed', [first], [first, second]],
      ['changed', [first, second], [first]],
    ]);
  });

  it('the keys of the sources are kept if the settings cannot be read', async () => {
    const error = { code: 'settings-damaged', message: 'damaged', hint: '' } as const;
    const { service } = fakeService(fail(error));
    const credentials = fakeCredentials(Promise.resolve());
    await provideKeys(service, credentials, forever, silentLogger);
    expect(credentials.calls).toEqual([]);
  });
});
