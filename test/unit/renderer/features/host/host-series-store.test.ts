// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostSeries } from '../../../../../contract/fleet.ts';
import { fail, ok, type Result } from '../../../../../contract/result.ts';
import { useHostSeriesStore } from '../../../../../renderer/features/host/host-series-store.ts';
import { installBridge } from '../../fake-bridge.ts';

const series = (hostname: string, start = 0): HostSeries => ({
  sourceId: 'default',
  hostname,
  start,
  step: 60,
  count: 1,
  metrics: { cpu: { mean: Float32Array.of(1) } },
  pendingHours: 0,
  revision: 1,
});
const query = (hostname: string, from = 0) => ({
  host: { sourceId: 'default', hostname },
  from,
  to: from + 60,
  metrics: ['cpu' as const],
  previous: false,
});
const failure = fail<HostSeries>({ code: 'store-busy', message: 'Busy.', hint: 'Wait.' });

beforeEach(() => {
  setActivePinia(createPinia());
});

describe('the host series store', () => {
  it('keeps the old series of the same host on a failure, but never shows that of another', async () => {
    const hostSeries = vi.fn().mockResolvedValueOnce(ok(series('a')));
    installBridge({ hostSeries });
    const store = useHostSeriesStore();
    await store.load(query('a'));
    hostSeries.mockResolvedValueOnce(failure);
    await store.load(query('a'));
    expect(store.series?.hostname).toBe('a');
    expect(store.error?.code).toBe('store-busy');
    hostSeries.mockResolvedValueOnce(failure);
    await store.load(query('b'));
    expect(store.series).toBeNull();
  });

  it('takes the later of two requests, in whatever order their answers arrive', async () => {
    const answers: ((result: Result<HostSeries>) => void)[] = [];
    installBridge({ hostSeries: () => new Promise((resolve) => answers.push(resolve)) });
    const store = useHostSeriesStore();
    const first = store.load(query('a', 0));
    const second = store.load(query('a', 600));
    answers[1]?.(ok(series('a', 600)));
    answers[0]?.(ok(series('a', 0)));
    await Promise.all([first, second]);
    expect(store.series?.start).toBe(600);
    expect(store.range).toEqual({ from: 600, to: 660 });
    expect(store.loading).toBe(false);
  });
});
