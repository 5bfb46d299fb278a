import { describe, expect, it } from 'vitest';
import { formatJson, formatReport } from '../../../../cli/commands/doctor.ts';
import type { DoctorReport } from '../../../../contract/doctor.ts';
import { findingsOf } from '../../../../fleet/doctor/findings.ts';

function report(): DoctorReport {
  const examined: Omit<DoctorReport, 'findings'> = {
    at: 1_795_500_000,
    sources: [
      {
        id: 'default',
        name: 'AWS',
        status: 'failing',
        region: 'eu-central-1',
        endpoint: null,
        credentials: { kind: 'identity', arn: 'arn:aws:iam::123456789012:user/me' },
        tables: [
          {
            role: 'system',
            name: 'py-perf-system-v2',
            state: 'active',
            ttl: null,
            items: 5,
            bytes: 1000,
            newest: 1_795_499_000,
          },
          {
            role: 'legacy',
            name: 'py-perf-system',
            state: 'missing',
            items: null,
            bytes: null,
            newest: null,
          },
          {
            role: 'registry',
            name: 'registry',
            state: 'denied',
            items: null,
            bytes: null,
            newest: null,
          },
        ],
        clockSkew: -280,
        lastSyncedAt: null,
        error: {
          code: 'access-denied',
          message: 'DynamoDB refused reading registry (AccessDenied).',
          hint: 'See docs/aws.md.',
        },
        badItems: [{ table: 'system', key: 'web\u001b[31m', problem: 'cpu_percent', lastAt: 1 }],
        badItemCount: 1,
      },
    ],
    silent: [
      {
        sourceId: 'default',
        hostname: 'web\u001b[2J-01',
        lastSeen: 1_795_490_000,
        newestV2: null,
        newestLegacy: null,
      },
    ],
    hosts: 2,
    unread: 0,
    replicas: [],
    duplicates: {
      groups: [
        { sourceId: 'default', hostnames: ['MacBook.local', 'MacBook.home.local'], count: 2 },
      ],
      more: 0,
    },
    sharedNames: [{ sourceId: 'default', hostname: 'localhost' }],
    overwritten: { sourceId: 'default', hostname: 'web-02', minutes: 7 },
    outbox: 61,
    store: {
      bytes: 2_097_152,
      hostHours: 50,
      oldest: null,
      packed: null,
      quarantine: ['fleet.damaged-20261124T090000.db'],
      mended: {},
      diskFull: false,
    },
  };
  return { ...examined, findings: findingsOf(examined) };
}

describe('doctor', () => {
  it('draws a conclusion with a hint from everything that is wrong', () => {
    const found = report()
      .findings.filter(({ level }) => level !== 'ok')
      .map(({ code, level }) => [code, level]);
    expect(found).toEqual([
      ['source-failing', 'error'],
      ['table-ttl-off', 'warning'],
      ['table-denied', 'error'],
      ['clock-behind', 'error'],
      ['bad-items', 'warning'],
      ['hosts-silent', 'warning'],
      ['hosts-duplicate', 'info'],
      ['hostname-shared', 'warning'],
      ['outbox-long', 'warning'],
      ['minutes-overwritten', 'warning'],
      ['store-quarantined', 'warning'],
    ]);
  });

  it('warns of a TTL that follows an attribute which samples lack', () => {
    const { findings: _, ...examined } = report();
    const [source] = examined.sources;
    if (source === undefined) throw new Error('there is no source');
    const tables = source.tables.map((table) =>
      table.role === 'system' ? { ...table, state: 'active' as const, ttl: 'expires' } : table,
    );
    const findings = findingsOf({ ...examined, sources: [{ ...source, tables }] });
    expect(findings).toContainEqual({
      code: 'table-ttl-other',
      level: 'warning',
      sourceId: 'default',
      values: { table: 'py-perf-system-v2', attribute: 'expires' },
    });
  });

  it('gives a program stable codes with their values, and the English words beside them', () => {
    const { findings } = JSON.parse(formatJson(report())) as { findings: unknown[] };
    expect(findings).toContainEqual({
      code: 'clock-behind',
      level: 'error',
      sourceId: 'default',
      values: { n: 280 },
      message: 'This machine\u2019s clock is 280 s behind the server\u2019s.',
      hint: 'Turn on time synchronization (NTP). AWS refuses requests when clocks differ by 300 s or more.',
    });
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'source-failing',
        message: 'DynamoDB refused reading registry (AccessDenied).',
        hint: 'See docs/aws.md.',
      }),
    );
  });

  it('prints text for people, without terminal control sequences', () => {
    const text = formatReport(report());
    expect(text).toContain(
      'ERROR   AWS: This machine\u2019s clock is 280 s behind the server\u2019s.',
    );
    expect(text).toContain('aws dynamodb update-time-to-live --table-name py-perf-system-v2');
    expect(text).toContain('1 item could not be read and was skipped.');
    expect(text).toContain('web-01: no sample since 2026-11-24T03:13:20Z');
    expect(text).toContain('Store: 2.0 MiB, 50 host hours. Outbox: 61.');

    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/u);
  });
});
