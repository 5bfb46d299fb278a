import { describe, expect, it } from 'vitest';
import { covers, maintenanceAt, rulesFor } from '../../../contract/alert-rules.ts';
import { alertSettingsSchema, type Maintenance } from '../../../contract/alerts.ts';
import type { AboveRule } from '../../../contract/threshold-rules.ts';

const host = { sourceId: 'default', hostname: 'db-01' };
const rule = (above: number): AboveRule => ({
  enabled: true,
  above,
  clearBelow: above - 5,
  forMinutes: 10,
});
const ofHost = { kind: 'host', ...host } as const;
const ofLabel = (label: string) => ({ kind: 'label', label }) as const;

describe('covers', () => {
  it('takes a host by source and name, and a label by its exact words', () => {
    expect(covers(ofHost, host, [])).toBe(true);
    expect(covers(ofHost, { ...host, sourceId: 'other' }, [])).toBe(false);
    expect(covers(ofLabel('db'), host, ['web', 'db'])).toBe(true);
    expect(covers(ofLabel('db'), host, ['DB'])).toBe(false);
  });
});

describe('rulesFor', () => {
  it('returns the defaults if nothing else is set', () => {
    const settings = alertSettingsSchema.parse({});
    expect(rulesFor(host, ['db'], settings)).toMatchObject({
      cpu: settings.cpu,
      disk: settings.disk,
    });
  });

  it('prefers the host to its labels rule by rule, and the first label to the second', () => {
    const settings = alertSettingsSchema.parse({
      overrides: [
        { scope: ofLabel('other'), cpu: rule(20) },
        { scope: ofLabel('db'), memory: rule(70), disk: rule(75) },
        { scope: ofLabel('old'), cpu: rule(60), memory: rule(61) },
        { scope: ofHost, disk: rule(50), offline: { enabled: false } },
      ],
    });
    const rules = rulesFor(host, ['db', 'old'], settings);
    expect(rules.offline).toEqual({ enabled: false });
    expect(rules.disk.above).toBe(50);
    expect(rules.memory.above).toBe(70);
    expect(rules.cpu.above).toBe(60);
  });

  it('lets an override turn a rule off', () => {
    const off = { ...rule(90), enabled: false };
    const settings = alertSettingsSchema.parse({ overrides: [{ scope: ofLabel('db'), cpu: off }] });
    expect(rulesFor(host, ['db'], settings).cpu.enabled).toBe(false);
    expect(rulesFor(host, [], settings).cpu.enabled).toBe(true);
  });
});

describe('maintenanceAt', () => {
  const entry = (id: string, from: number, until: number): Maintenance => ({
    id,
    scope: ofLabel('db'),
    from,
    until,
    note: '',
  });

  it('applies from the first second to before the last; of several the one that ends last counts', () => {
    const list = [entry('a', 100, 200), entry('b', 150, 300)];
    expect(maintenanceAt(host, ['db'], list, 99)).toBeNull();
    expect(maintenanceAt(host, ['db'], list, 100)?.id).toBe('a');
    expect(maintenanceAt(host, ['db'], list, 160)?.id).toBe('b');
    expect(maintenanceAt(host, ['db'], list, 300)).toBeNull();
    expect(maintenanceAt(host, ['web'], list, 160)).toBeNull();
  });
});
