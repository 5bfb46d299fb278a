import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALERT_KINDS } from '../../../../contract/alerts.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../../contract/settings.ts';
import type { SharedValue } from '../../../../contract/sharing.ts';
import { valuesOf, type SharedSettings } from '../../../../fleet/sharing/fields.ts';
import { type SharedScope } from '../../../../fleet/sharing/scopes.ts';
import { takenOver } from '../../../../fleet/sharing/settings-of.ts';
import { valuesIn, withEdits } from '../../../../fleet/sharing/shared-values.ts';
import { checkProperty } from '../../../support/property.ts';

const WHOLE: SharedScope = { sourceId: 'default', whole: true };

/** Names that are JavaScript object properties, and others that paths have to distinguish. */
const names = fc.constantFrom('web', 'a/b', 'a%2Fb', '__proto__', 'constructor', 'label:x', 'Ü 日');

const sharedSettings = fc
  .record({
    labels: fc.dictionary(
      names.map((name) => `default/${name}`),
      fc.uniqueArray(names, { minLength: 1 }),
    ),
    above: fc.integer({ min: 50, max: 100 }),
    overrides: fc.uniqueArray(names, { maxLength: 5 }),
    hosts: fc.uniqueArray(names, { maxLength: 3 }),
    note: fc.constantFrom('', 'work'),
    channel: fc.boolean(),
  })
  .map(({ labels, above, overrides, hosts, note, channel }): SharedSettings =>
    settingsSchema.parse({
      labels,
      alerts: {
        cpu: { enabled: true, above, clearBelow: 40, forMinutes: 15 },
        customLimits: overrides.map((_name, index) => ({
          name: `queue_${String(index)}`,
          direction: index % 2 === 0 ? ('above' as const) : ('below' as const),
          threshold: above,
        })),
        uncountedMounts: hosts.flatMap((hostname) => [
          { mount: `/mnt/${hostname}` },
          { scope: { kind: 'host' as const, sourceId: 'default', hostname }, mount: '/data' },
        ]),
        overrides: [
          ...overrides.map((label) => ({
            scope: { kind: 'label' as const, label },
            offline: { enabled: false },
          })),
          ...hosts.map((hostname) => ({
            scope: { kind: 'host' as const, sourceId: 'default', hostname },
            disk: { enabled: true, above, clearBelow: 40, forMinutes: 5 },
          })),
        ],
        maintenance: hosts.map((hostname, index) => ({
          id: `m-${String(index)}`,
          scope: { kind: 'host' as const, sourceId: 'default', hostname },
          from: 100,
          until: 200,
          note,
        })),
      },
      channels: channel
        ? [{ type: 'ntfy', id: 'ops', name: 'Ops', secrets: { topic: 'env:TOPIC' } }]
        : [],
    }),
  );

const values = (settings: SharedSettings, known = new Map<string, SharedValue>()) =>
  valuesOf(settings, WHOLE, known);

function channelFields(address: SharedValue, id = 'ops'): Map<string, SharedValue> {
  return new Map<string, SharedValue>([
    [`channel/${id}`, true],
    [`channel/${id}/address`, address],
    [`channel/${id}/name`, 'Ops'],
  ]);
}

it('every part of the alert settings is shared or deliberately local', () => {
  const shared = [...ALERT_KINDS, 'overrides', 'customLimits', 'uncountedMounts', 'maintenance'];
  const others = Object.keys(DEFAULT_SETTINGS.alerts).filter((key) => !shared.includes(key));
  expect(others.sort()).toEqual(['quietHours', 'remindHours']);
});

describe('settings that are taken over', () => {
  it('survive a round trip', () => {
    checkProperty(
      fc.property(sharedSettings, sharedSettings, (there, here) => {
        const fields = withEdits(new Map(), new Map(), values(there), { replica: 'aaaa', now: 1 });
        const shared = valuesIn(fields ?? new Map());
        const { settings, problems } = takenOver(here, shared, WHOLE);
        expect(problems).toEqual([]);
        expect(values(settings, shared)).toEqual(shared);
        expect(settings.alerts.overrides.filter(({ scope }) => scope.kind === 'label')).toEqual(
          there.alerts.overrides.filter(({ scope }) => scope.kind === 'label'),
        );
        const parsed = settingsSchema.parse({ ...DEFAULT_SETTINGS, ...settings });
        expect(parsed.channels.every(({ enabled }) => !enabled || here.channels.length > 0)).toBe(
          true,
        );
      }),
      { runs: 100 },
    );
  });

  it('do not touch other sources and this machine’s settings', () => {
    const here = settingsSchema.parse({
      labels: { 'other/web': ['mine'] },
      alerts: {
        remindHours: 4,
        quietHours: { enabled: true },
        uncountedMounts: [
          { scope: { kind: 'host', sourceId: 'other', hostname: 'x' }, mount: '/mine' },
        ],
        maintenance: [
          { id: 'm', scope: { kind: 'host', sourceId: 'other', hostname: 'x' }, from: 1, until: 2 },
        ],
      },
      channels: [{ type: 'slack', id: 'mine', name: 'Mine', teller: 'this' }],
    });
    const { settings } = takenOver(here, new Map(), WHOLE);
    const { labels, alerts, channels } = here;
    expect(settings).toEqual({ labels, alerts, channels });
  });

  it('have a new channel off, without secrets or rights from others', () => {
    const { settings } = takenOver(
      DEFAULT_SETTINGS,
      channelFields({
        type: 'ntfy',
        server: 'http://10.0.0.1',
        enabled: true,
        privateAddress: true,
        teller: 'this',
        secrets: { topic: 'file:/etc/passwd' },
      }),
      WHOLE,
    );
    expect(settings.channels).toHaveLength(1);
    expect(settings.channels[0]).toMatchObject({
      enabled: false,
      privateAddress: false,
      teller: 'one',
    });
    expect(settings.channels[0]).not.toHaveProperty('secrets');
  });

  it('switch a channel off when its address changes, and keep its secrets', () => {
    const here = settingsSchema.parse({
      channels: [{ type: 'ntfy', id: 'ops', name: 'Ops', secrets: { topic: 'env:TOPIC' } }],
    });
    const same = takenOver(here, channelFields({ type: 'ntfy', server: 'https://ntfy.sh' }), WHOLE);
    expect(same.settings.channels[0]).toMatchObject({ enabled: true });
    const other = takenOver(here, channelFields({ type: 'ntfy', server: 'https://evil' }), WHOLE);
    expect(other.settings.channels[0]).toMatchObject({
      enabled: false,
      server: 'https://evil',
      secrets: { topic: 'env:TOPIC' },
    });
  });

  it.each([
    ['rule/cpu/limits', { above: 20, clearBelow: 90 }, 'rule/cpu', 'clearBelow'],
    ['rule/cpu/forMinutes', 'ten', 'rule/cpu', 'forMinutes'],
    ['rule/cpu/constructor', 1, 'rule/cpu', 'limits'],
  ])('keep a rule that %s would make invalid', (path, value, field, _part) => {
    const here = settingsSchema.parse({
      alerts: { cpu: { enabled: true, above: 70, clearBelow: 60, forMinutes: 5 } },
    });
    const fields = values(here).set(path, value);
    const { settings, problems } = takenOver(here, fields, WHOLE);
    expect(settings.alerts.cpu).toEqual(here.alerts.cpu);
    expect(problems).toEqual([expect.objectContaining({ field })]);
  });

  it('name what they do not apply', () => {
    const { settings, problems } = takenOver(
      DEFAULT_SETTINGS,
      new Map<string, SharedValue>([
        ['label/web/' + 'x'.repeat(50), true],
        ['override/label:a', true],
        ['override/label:a/cpu', { enabled: 'yes' }],
        ['maintenance/m', true],
        ['maintenance/m/scope', { label: 'a' }],
        ...channelFields({ type: 'ntfy', server: 'file:///etc/passwd' }),
      ]),
      WHOLE,
    );
    expect(problems.map(({ field }) => field)).toEqual([
      `label/web/${'x'.repeat(50)}`,
      'override/label:a/cpu',
      'maintenance/m',
      'channel/ops',
    ]);
    expect(settings.channels).toEqual([]);
    expect(settings.alerts.maintenance).toEqual([]);
  });

  it('have only what concerns the hosts of a source that is not the first', () => {
    const there = settingsSchema.parse({
      labels: { 'default/web': ['a'] },
      alerts: {
        cpu: { enabled: true, above: 70, clearBelow: 60, forMinutes: 5 },
        overrides: [{ scope: { kind: 'label', label: 'a' }, offline: { enabled: false } }],
      },
      channels: [{ type: 'slack', id: 'ops', name: 'Ops' }],
    });
    const scope = { sourceId: 'default', whole: false };
    expect([...valuesOf(there, scope, new Map()).keys()]).toEqual(['label/web/a']);
    const { settings } = takenOver(DEFAULT_SETTINGS, values(there), scope);
    expect(settings.labels).toEqual({ 'default/web': ['a'] });
    expect(settings.alerts.cpu).toEqual(DEFAULT_SETTINGS.alerts.cpu);
    expect(settings.channels).toEqual([]);
  });
});
