import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CollectorState } from '../../../contract/collector.ts';
import { openBlankStore } from '../../support/blank-store.ts';
import { startServiceWorker } from '../../../worker/client.ts';
import type { Service } from '../../../worker/service.ts';

const ENTRY = new URL('../../../worker/worker.ts', import.meta.url);

let dataDir: string;
let service: Service | null;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'service-'));
  service = null;
});

afterEach(async () => {
  await service?.close();
  rmSync(dataDir, { recursive: true });
});

describe('the service in its thread', () => {
  it('answers requests', async () => {
    service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
    const overview = await service.request('fleetOverview', {});
    expect(overview).toMatchObject({ ok: true, value: { hosts: [], thisHost: null } });
  });

  it('answers an expected failure as a value', async () => {
    service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
    const series = await service.request('hostSeries', {
      sourceId: 'default',
      hostname: 'nowhere',
      from: 0,
      to: 60,
      metrics: ['cpu'],
      resolution: 'auto',
    });
    expect(series).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('reports changes and stores settings', async () => {
    service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
    const states: CollectorState[] = [];
    service.on('collectorChanged', (state) => states.push(state));
    const started = await service.request('setCollecting', { enabled: true });
    expect(started).toMatchObject({ ok: true, value: { enabled: true, running: true } });
    expect(states.at(-1)).toMatchObject({ enabled: true, running: true });
    await service.close();
    service = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
    service.start();
    const again = await service.request('collectorState', {});
    expect(again).toMatchObject({ ok: true, value: { enabled: true, running: true } });
  });

  it('hands over a notice at each start until it is acknowledged', async () => {
    /** The notices that one run of the service hands over at its start. */
    const run = async (acknowledges: boolean): Promise<string[]> => {
      const ids: string[] = [];
      const running = await startServiceWorker(ENTRY, { dataDir, version: '0.0.0' });
      service = running;
      running.on('alertNotices', ({ notices }) => {
        ids.push(...notices.map(({ id }) => id));
        if (acknowledges) running.acknowledgeNotices(ids);
      });
      running.start();
      await running.request('fleetOverview', {});
      await running.close();
      return ids;
    };
    expect(await run(false)).toEqual([]);
    const store = openBlankStore(join(dataDir, 'fleet.db'));
    const notice = { kind: 'offline', hosts: [{ sourceId: 'default', hostname: 'db' }] };
    store.write(() => {
      store.notices.add({
        id: 'one',
        at: Date.now() / 1000,
        notice: JSON.stringify(notice),
        about: null,
      });
    });
    store.close();
    expect(await run(false)).toEqual(['one']);
    expect(await run(true)).toEqual(['one']);
    expect(await run(true)).toEqual([]);
  });

  it('reports damaged settings instead of starting', async () => {
    writeFileSync(join(dataDir, 'settings.json'), '{');
    await expect(startServiceWorker(ENTRY, { dataDir, version: '0.0.0' })).rejects.toMatchObject({
      error: { code: 'settings-damaged' },
    });
  });
});
