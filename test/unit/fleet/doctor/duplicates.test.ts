import { describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../../../contract/doctor.ts';
import { likelyDuplicates } from '../../../../fleet/doctor/duplicates.ts';
import { findingsOf } from '../../../../fleet/doctor/findings.ts';

const hosts = (...hostnames: string[]): { sourceId: string; hostname: string }[] =>
  hostnames.map((hostname) => ({ sourceId: 'default', hostname }));

describe('names that are likely one machine', () => {
  it.each([
    [['Mac.home.local', 'mac.local'], 0],
    [['MacBook.home.local', 'macbook.local'], 1],
    [['web-01', 'web-02'], 0],
    [['日本機.local', '日本機.lan'], 0],
    [['日本機械.local', '日本機械.lan'], 1],
  ])('%j are %i group', (names, groups) => {
    expect(likelyDuplicates(hosts(...names)).groups).toHaveLength(groups);
  });

  it('names that are likely one machine are separate by source', () => {
    const found = likelyDuplicates([
      { sourceId: 'default', hostname: 'MacBook.local' },
      { sourceId: 'other', hostname: 'MacBook.lan' },
    ]);
    expect(found.groups).toEqual([]);
  });

  it('names that are likely one machine are groups, largest first, of which few names are shown', () => {
    const large = Array.from({ length: 8000 }, (_, index) => `worker.rack-${String(index)}.lan`);
    const { groups, more } = likelyDuplicates(hosts('MacBook.local', 'MacBook.lan', ...large));
    expect(groups).toEqual([
      { sourceId: 'default', hostnames: large.slice(0, 5), count: 8000 },
      { sourceId: 'default', hostnames: ['MacBook.local', 'MacBook.lan'], count: 2 },
    ]);
    expect(more).toBe(0);
  });

  it('names that are likely one machine are few findings, however many groups and shared names there are', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `host${String(index)}`);
    const duplicates = likelyDuplicates(
      hosts(...names.flatMap((name) => [`${name}.lan`, `${name}.wan`])),
    );
    const report: Omit<DoctorReport, 'findings'> = {
      at: 0,
      sources: [],
      silent: [],
      hosts: 2000,
      unread: 0,
      duplicates,
      replicas: [],
      sharedNames: hosts(...names.map((name) => `localhost.${name}`)),
      overwritten: null,
      outbox: 0,
      store: {
        bytes: 0,
        hostHours: 0,
        oldest: null,
        quarantine: [],
        mended: {},
        diskFull: false,
        packed: null,
      },
    };
    const findings = findingsOf(report);
    expect(findings).toHaveLength(42);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'hosts-duplicate-more', values: { n: 980 } }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'hostname-shared-more', values: { n: 980 } }),
    );
  });
});
