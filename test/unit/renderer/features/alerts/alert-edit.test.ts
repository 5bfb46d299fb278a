import { describe, expect, it } from 'vitest';
import {
  alertSettingsSchema,
  type AlertOverride,
  type AlertScope,
  type Maintenance,
} from '../../../../../contract/alerts.ts';
import {
  differingThresholds,
  endedMaintenance,
  groupMaintenance,
  raisedOverride,
  scopeKey,
  withDaemonThresholds,
  withMaintenance,
  withoutMaintenance,
  withOverride,
  withoutOverride,
} from '../../../../../renderer/features/alerts/alert-edit.ts';

const label = (name: string): AlertScope => ({ kind: 'label', label: name });
const host: AlertScope = { kind: 'host', sourceId: 'default', hostname: 'db-01' };
const off = (scope: AlertScope): AlertOverride => ({ scope, offline: { enabled: false } });
const start = alertSettingsSchema.parse({
  overrides: [off(label('a')), off(host), off(label('b'))],
});
const names = ({ overrides }: typeof start) => overrides.map(({ scope }) => scopeKey(scope));

describe('overrides', () => {
  it('overrides are added, replaced in place, and removed', () => {
    expect(names(withOverride(off(label('c')), null)(start)).at(-1)).toBe('label c');
    const replaced = withOverride(off(label('z')), host)(start);
    expect(names(replaced)).toEqual(['label a', 'label z', 'label b']);
    expect(names(withoutOverride(label('a'))(start))).toEqual(['host default/db-01', 'label b']);
  });

  it('overrides of a label move above another label’s', () => {
    expect(names(raisedOverride(label('b'))(start))).toEqual([
      'label b',
      'label a',
      'host default/db-01',
    ]);
    expect(raisedOverride(label('a'))(start)).toBe(start);
  });
});

describe('maintenance', () => {
  const entry = (id: string, from: number, until: number): Maintenance => ({
    id,
    scope: host,
    from,
    until,
    note: '',
  });
  const settings = alertSettingsSchema.parse({
    maintenance: [entry('past', 0, 50), entry('runs', 60, 200), entry('comes', 150, 300)],
  });
  const ids = (list: readonly Maintenance[]) => list.map(({ id }) => id);

  it('maintenance is grouped by the clock', () => {
    const { running, coming, past } = groupMaintenance(settings.maintenance, 100);
    expect([ids(running), ids(coming), ids(past)]).toEqual([['runs'], ['comes'], ['past']]);
    expect(ids(groupMaintenance(settings.maintenance, 160).running)).toEqual(['runs', 'comes']);
  });

  it('maintenance ends now: current is cut, upcoming is dropped, past stays', () => {
    const ended = endedMaintenance(['past', 'runs', 'comes'], 100)(settings).maintenance;
    expect(ended).toEqual([entry('past', 0, 50), entry('runs', 60, 100)]);
  });

  it('maintenance is replaced by id, removed, and dropped when it is long past', () => {
    const changed = withMaintenance(entry('runs', 60, 900), 100)(settings).maintenance;
    expect(changed.find(({ id }) => id === 'runs')?.until).toBe(900);
    expect(ids(withoutMaintenance('past')(settings).maintenance)).toEqual(['runs', 'comes']);
    const old = Array.from({ length: 80 }, (_, i) => entry(`old-${String(i)}`, i, i + 1));
    const kept = withMaintenance(entry('new', 60, 900), 100)({ ...settings, maintenance: old });
    expect(kept.maintenance).toHaveLength(51);
    expect(ids(kept.maintenance)).toContain('old-79');
    expect(ids(kept.maintenance)).not.toContain('old-29');
  });
});

describe('thresholds of the Python daemon', () => {
  it('thresholds of the Python daemon are imported with their clearing distance, and then no longer differ', () => {
    const daemon = { path: '/etc/py-perf/daemon.yaml', above: { cpu: 75, memory: 3 } };
    expect(differingThresholds(start, daemon)).toHaveLength(2);
    const taken = withDaemonThresholds(daemon)(start);
    expect(taken.cpu).toMatchObject({ above: 75, clearBelow: 65, forMinutes: 15 });
    expect(taken.memory).toMatchObject({ above: 3, clearBelow: 0 });
    expect(taken.disk).toBe(start.disk);
    expect(differingThresholds(taken, daemon)).toEqual([]);
    expect(alertSettingsSchema.safeParse(taken).success).toBe(true);
  });
});
