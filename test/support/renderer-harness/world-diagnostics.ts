import { ok } from '../../../contract/result.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { World } from './world.ts';

/** What the doctor of the made-up fleet finds. */
export function diagnosticAnswers(now: number, settings: Settings): World {
  return {
    doctor: () =>
      ok({
        at: now,
        sources: settings.sources.map(({ id, name }) => ({
          id,
          name,
          status: 'fresh',
          region: 'eu-central-1',
          endpoint: null,
          credentials: 'arn:aws:iam::123456789012:user/fleet-viewer',
          tables: [
            {
              role: 'system',
              name: 'py-perf-system-v2',
              state: 'active',
              ttl: null,
              items: 4_213_004,
              bytes: 1_734_212_004,
              newest: now - 22,
            },
            {
              role: 'legacy',
              name: 'py-perf-system',
              state: 'active',
              ttl: null,
              items: 88_100,
              bytes: 812_212_004,
              newest: now - 81_000,
            },
            {
              role: 'registry',
              name: 'py-perf-systems-registry',
              state: 'missing',
              items: null,
              bytes: null,
              newest: null,
            },
          ],
          clockSkew: 0.4,
          lastSyncedAt: now - 40,
          error: null,
          badItems: [],
          badItemCount: 3,
        })),
        silent: [],
        hosts: 100,
        duplicates: [],
        outbox: 0,
        store: { bytes: 48_221_184, hostHours: 212_004, oldest: now - 7_000_000, setAside: [] },
        findings: [
          {
            check: 'credentials',
            level: 'ok',
            sourceId: 'default',
            message: 'Credentials were found and are valid.',
            hint: '',
          },
          {
            check: 'table-ttl',
            level: 'warning',
            sourceId: 'default',
            message:
              'Expiry (TTL) is off for py-perf-system-v2: its items are never deleted, and the table grows.',
            hint: 'Turn TTL on for the attribute "ttl".',
          },
          {
            check: 'duplicates',
            level: 'info',
            sourceId: 'default',
            message: 'Mac.home.local and Mac.local are likely the same machine.',
            hint: 'Remove the one that no longer reports.',
          },
          {
            check: 'table',
            level: 'error',
            sourceId: 'default',
            message: 'The registry table py-perf-systems-registry does not exist.',
            hint: 'Let a collector create it, or correct its name in the settings.',
          },
        ],
      }),
    capacity: () =>
      ok({
        days: [
          {
            day: now,
            sourceId: 'default',
            operation: 'BatchGetItem',
            table: 'py-perf-system-v2',
            requests: 15_120,
            readUnits: 72_000.5,
            writeUnits: 0,
            cost: 0.018,
          },
          {
            day: now,
            sourceId: 'default',
            operation: 'Scan',
            table: 'py-perf-systems-registry',
            requests: 720,
            readUnits: 2880,
            writeUnits: 0,
            cost: 0.0007,
          },
        ],
        total: 0.0187,
        perMonth: 0.561,
        pricesAsOf: '2026-10-01',
        note: 'On demand, us-east-1; other regions differ by up to a third.',
      }),
    removedHosts: () =>
      ok([
        {
          sourceId: 'default',
          hostname: 'old-01.fra.example.net',
          lastSeen: now - 900_000,
          firstSeen: null,
          cpuPercent: null,
          memoryPercent: null,
          platform: 'Linux',
          source: 'v2',
        },
      ]),
    legacyHistory: ({ sourceId }) =>
      ok({
        sourceId,
        state: 'idle',
        tableBytes: 812_212_004,
        readUnits: 99_147,
        cost: 0.0124,
        seconds: 991,
        segments: { done: 0, total: 16 },
        itemsRead: 0,
        unitsUsed: 0,
        error: null,
      }),
  };
}
