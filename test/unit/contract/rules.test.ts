import { describe, expect, it } from 'vitest';
import { normalizeHostname } from '../../../contract/hostname.ts';
import { REQUESTS } from '../../../contract/requests.ts';
import { settingsSchema } from '../../../contract/settings.ts';
import { clockStatus } from '../../../contract/host-health.ts';

describe('the status rule', () => {
  it.each([
    [0, 'online'],
    [359.9, 'online'],
    [360, 'offline'],
    [3600, 'offline'],
    [3600.1, 'stale'],
  ])('%s s after the last sample is %s', (age, state) => {
    expect(clockStatus(1_000_000 - age, 1_000_000)).toBe(state);
  });

  it('calls a host that was never seen stale', () => {
    expect(clockStatus(null, 1_000_000)).toBe('stale');
  });
});

describe('hostnames', () => {
  it.each([
    ['  web-01 \n', 'web-01'],
    ['a\u0000b\u001fc\u007f', 'abc'],
    ['\t\n', 'unknown'],
    ['x'.repeat(300), 'x'.repeat(253)],
    ['😀'.repeat(300), '😀'.repeat(253)],
    ['<b>#1</b>', '<b>#1</b>'],
  ])('%j is stored as %j', (raw, normalized) => {
    expect(normalizeHostname(raw)).toBe(normalized);
  });
});

describe('requests', () => {
  it('refuse what they do not know', () => {
    expect(REQUESTS.fleetOverview.input.safeParse({ path: '/etc/passwd' }).success).toBe(false);
    expect(REQUESTS.setCollecting.input.safeParse({ enabled: 'yes' }).success).toBe(false);
  });

  it.each(['<img src=x onerror=alert(1)>', 'a#b', '😀', 'x'.repeat(253)])(
    'take the hostname %j as it is',
    (hostname) => {
      const parsed = REQUESTS.hostSeries.input.parse({
        sourceId: 'default',
        hostname,
        from: 0,
        to: 60,
      });
      expect(parsed.hostname).toBe(hostname);
    },
  );

  it('refuse a range that is empty or longer than 13 months', () => {
    const query = { sourceId: 'default', hostname: 'a', from: 100, to: 100 };
    expect(REQUESTS.hostSeries.input.safeParse(query).success).toBe(false);
    const long = { ...query, to: 100 + 500 * 86_400 };
    expect(REQUESTS.hostSeries.input.safeParse(long).success).toBe(false);
  });
});

describe('settings', () => {
  it('are complete from nothing', () => {
    const settings = settingsSchema.parse({});
    expect(settings.sources).toHaveLength(1);
    expect(settings.sync.intervalSeconds).toBe(120);
    expect(settings.collector.enabled).toBe(false);
  });

  it('refuse two sources of one id, and unknown keys', () => {
    const source = { id: 'a', name: 'A' };
    expect(settingsSchema.safeParse({ sources: [source, source] }).success).toBe(false);
    expect(settingsSchema.safeParse({ colour: 'red' }).success).toBe(false);
  });
});
