import { describe, expect, it } from 'vitest';
import { DEFAULT_TABLE_NAMES } from '../../../../contract/tables.ts';
import { replicatedSources } from '../../../../fleet/doctor/replicas.ts';

const sources = ['frankfurt', 'virginia'].map((id) => ({ id, tables: DEFAULT_TABLE_NAMES }));

function host(sourceId: string, hostname: string, sampleAt: number | null, cpu = 5) {
  return { sourceId, hostname, sampleAt, newest: { cpu, memory: 40 } };
}

describe('sources that read the same fleet', () => {
  it('are found by hosts whose newest minute is the same, values included', () => {
    const both = sources.flatMap(({ id }) => [host(id, 'a', 60), host(id, 'b', 120, 7)]);
    expect(replicatedSources(sources, both)).toEqual([
      { sourceId: 'virginia', otherId: 'frankfurt', hosts: 2 },
    ]);
  });

  it('are found while one lags behind for some hosts', () => {
    const hosts = [
      ...['a', 'b', 'c'].map((name) => host('frankfurt', name, 120)),
      ...['a', 'b'].map((name) => host('virginia', name, 60)),
      host('virginia', 'c', 120),
    ];
    expect(replicatedSources(sources, hosts)).toHaveLength(1);
  });

  it.each([
    ['values that differ', [host('frankfurt', 'a', 60), host('virginia', 'a', 60, 6)]],
    ['another minute', [host('frankfurt', 'a', 60), host('virginia', 'a', 120)]],
    ['hosts without samples', [host('frankfurt', 'a', null), host('virginia', 'a', null)]],
    ['other names', [host('frankfurt', 'a', 60), host('virginia', 'b', 60)]],
  ])('are not taken for it by %s', (_, hosts) => {
    expect(replicatedSources(sources, hosts)).toEqual([]);
  });

  it('are not taken for it where their tables have other names', () => {
    const [first] = sources;
    const others = [
      ...(first === undefined ? [] : [first]),
      { id: 'virginia', tables: { ...DEFAULT_TABLE_NAMES, system: 'other' } },
    ];
    const hosts = sources.map(({ id }) => host(id, 'a', 60));
    expect(replicatedSources(others, hosts)).toEqual([]);
  });
});
