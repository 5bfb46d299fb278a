import type { DoctorReport, DoctorSource } from '../../../contract/doctor.ts';
import type { AppError } from '../../../contract/errors.ts';
import { ok } from '../../../contract/result.ts';
import type { Settings } from '../../../contract/settings.ts';
import { findingsOf } from '../../../fleet/doctor/findings.ts';
import type { World } from './world.ts';

/** The doctor's findings for the made-up fleet. */
export function diagnosticAnswers(now: number, settings: Settings): World {
  return {
    doctor: () => ok(report(now, settings)),
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
        pricesAsOf: '2024-11-01',
        pricesRegion: 'us-east-1',
      }),
    removedHosts: () =>
      ok([
        {
          sourceId: 'default',
          hostname: 'old-01.fra.example.net',
          lastSeen: now - 900_000,
          firstSeen: null,
          newest: {},
          platform: 'Linux',
          layout: 'v2',
        },
      ]),
    forgettableHosts: () =>
      ok(
        Array.from({ length: 14 }, (_, index) => ({
          sourceId: 'default',
          hostname: `asg-${String(1000 + index * 37)}.fra.example.net`,
          lastSeen: now - (41 - index) * 86_400,
          firstSeen: null,
          newest: {},
          platform: 'Linux',
          layout: 'v2' as const,
        })),
      ),
    legacyIndex: ({ sourceId, role }) =>
      ok({
        sourceId,
        table: 'py-perf-system',
        state: role === 'functions' ? 'unavailable' : 'absent',
        hosts: 3,
        tableBytes: 812_212_004,
        writeUnits: 881_000,
        cost: 0.5506,
        storageCost: 0.189,
        throughput: { read: 5, write: 5 },
        seconds: 176_200,
        command:
          'aws dynamodb update-table --region eu-central-1 --table-name py-perf-system --attribute-definitions AttributeName=hostname,AttributeType=S AttributeName=timestamp,AttributeType=N --global-secondary-index-updates \'[{"Create":{"IndexName":"hostname-timestamp-index"}}]\'',
      }),
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
        unread: { hosts: 3, from: null, to: 1_795_000_000 },
        withinBudget: false,
        error: null,
      }),
  };
}

const DENIED: AppError = {
  code: 'access-denied',
  message: 'DynamoDB refused reading py-perf-systems-registry (AccessDenied).',
  hint: 'Give this user the least policy in docs/aws.md.',
};

/** The report, with the conclusions of the product's own code. */
function report(now: number, settings: Settings): DoctorReport {
  const examined = {
    at: now,
    sources: settings.sources.map((source) => examinedSource(source, now)),
    silent: [
      {
        sourceId: 'default',
        hostname: 'db-06',
        lastSeen: now - 1500,
        newestV2: null,
        newestLegacy: null,
      },
    ],
    hosts: 100,
    unread: 0,
    replicas: [],
    duplicates: {
      groups: [{ sourceId: 'default', hostnames: ['Mac.home.local', 'Mac.local'], count: 2 }],
      more: 0,
    },
    sharedNames: [],
    overwritten: null,
    outbox: 0,
    store: {
      bytes: 48_221_184,
      hostHours: 212_004,
      oldest: now - 7_000_000,
      quarantine: [],
      mended: {},
      diskFull: false,
      packed: null,
    },
  };
  return { ...examined, findings: findingsOf(examined) };
}

function examinedSource({ id, name }: Settings['sources'][number], now: number): DoctorSource {
  return {
    id,
    name,
    status: 'fresh',
    region: 'eu-central-1',
    endpoint: null,
    credentials: { kind: 'identity', arn: 'arn:aws:iam::123456789012:user/fleet-viewer' },
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
        items: 88_100,
        bytes: 812_212_004,
        newest: now - 81_000,
      },
      {
        role: 'registry',
        name: 'py-perf-systems-registry',
        state: 'denied',
        items: null,
        bytes: null,
        newest: null,
      },
      {
        role: 'functions',
        name: 'py-perf-data',
        state: 'missing',
        items: null,
        bytes: null,
        newest: null,
      },
    ],
    clockSkew: 0.4,
    lastSyncedAt: now - 40,
    error: DENIED,
    badItems: [
      {
        table: 'system',
        key: 'web-01#2026-11-24-08 / 1795500000',
        problem: 'cpu_percent: expected a number',
        lastAt: now - 4000,
      },
      {
        table: 'system',
        key: 'web-02#2026-11-24-08 / 1795500060',
        problem: 'minute_timestamp is not in the hour of its partition',
        lastAt: now - 90_000,
      },
    ],
    badItemCount: 2,
  };
}
