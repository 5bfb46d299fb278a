import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountsThatCount } from '../../../../contract/counted-mounts.ts';
import type { Sample } from '../../../../contract/sample.ts';
import { MINUTE_S } from '../../../../contract/time.ts';
import { toListed, toSummary } from '../../../../fleet/store/host-summary.ts';
import { namedFields, newestNamed } from '../../../../fleet/store/newest-named.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const START = 1_795_500_000;
const DISKS = [
  { mount: '/', sizeMb: 1000, usedMb: 400, inodesPercent: 3 },
  { mount: '/srv', sizeMb: 1000, usedMb: 970 },
];
const QUEUE = [{ name: 'queue', value: 12.5 }];

let store: FleetStore;
let host: number;

beforeEach(() => {
  store = openBlankStore();
  host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
});

afterEach(() => {
  store.close();
});

function sample(at: number, named: Partial<Sample> = {}): Sample {
  const minute = START + at * MINUTE_S;
  const values = { cpuPercent: 1, memoryPercent: 2 };
  return { hostname: 'web', minute, collectedAt: minute + 5, ...values, ...named };
}

function listed(samples: Sample[], uncounted: string[] = []) {
  const records = samples.map((one) => ({ sample: one }));
  const now = START + 1000 * MINUTE_S;
  store.write(() => store.record({ host, layout: 'v2', records, now }));
  const stored = store.hosts.all()[0];
  if (stored === undefined) throw new Error('the host is not stored');
  const counts = mountsThatCount(
    stored,
    [],
    uncounted.map((mount) => ({ mount })),
  );
  const { fullest, custom } = toListed(stored, counts);
  return { fullest, custom };
}

describe('what a host named last', () => {
  it('is its fullest counted file system and its custom metrics', () => {
    const named = { fileSystems: DISKS, custom: QUEUE };
    const srv = { fullest: { mount: '/srv', percent: 97 }, custom: QUEUE };
    expect(listed([sample(1, named), sample(2)])).toEqual(srv);
    expect(listed([], ['/s*']).fullest).toEqual({ mount: '/', percent: 40 });
    expect(listed([], ['*']).fullest).toBeUndefined();
  });

  it('stays while later samples name nothing, for ten minutes', () => {
    listed([sample(0, { fileSystems: DISKS, custom: QUEUE })]);
    expect(listed([sample(10)]).custom).toEqual(QUEUE);
    expect(listed([sample(11)])).toEqual({ fullest: undefined, custom: undefined });
  });

  it('is not replaced by late samples', () => {
    listed([sample(5, { custom: QUEUE })]);
    expect(listed([sample(3, { custom: [{ name: 'queue', value: 1 }] })]).custom).toEqual(QUEUE);
  });

  it('adds nothing to a host that names nothing', () => {
    listed([sample(1)]);
    const [stored] = store.hosts.all();
    if (stored === undefined) throw new Error('the host is not stored');
    expect(toListed(stored, null)).toStrictEqual(toSummary(stored));
  });
});

describe('namedFields', () => {
  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"at":"x"}',
    '{"at":1e999,"custom":[["a",1]]}',
    '{"at":0,"custom":7}',
  ])('ignores an invalid text: %s', (text) => {
    expect(namedFields({ fileSystems: text, custom: text }, 60, null)).toEqual({});
  });

  it('takes the newest of several samples that names something', () => {
    const named = newestNamed([
      sample(2, { custom: QUEUE }),
      sample(3, { fileSystems: [] }),
      sample(1, { custom: [{ name: 'old', value: 1 }], fileSystems: DISKS }),
    ]);
    expect(namedFields(named, START + 3 * MINUTE_S, null)).toEqual({
      fullest: { mount: '/srv', percent: 97 },
      custom: QUEUE,
    });
  });
});
