import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../../../contract/errors.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../../contract/settings.ts';
import {
  changesBetween,
  sharedFileText,
  withSharedFile,
} from '../../../../fleet/sharing/shared-file.ts';

const WHOLE = { sourceId: 'default', whole: true };
const THERE = settingsSchema.parse({
  labels: { 'default/web-1': ['web'], 'other/x': ['mine'] },
  alerts: {
    cpu: { enabled: true, above: 70, clearBelow: 60, forMinutes: 5 },
    customLimits: [{ name: 'queue', direction: 'above', threshold: 10 }],
    uncountedMounts: [
      { mount: '/mnt/*' },
      { scope: { kind: 'host', sourceId: 'default', hostname: 'web-1' }, mount: '/data' },
    ],
    overrides: [{ scope: { kind: 'label', label: 'web' }, offline: { enabled: false } }],
    maintenance: [
      {
        id: 'm',
        scope: { kind: 'host', sourceId: 'default', hostname: 'web-1' },
        from: 1,
        until: 2,
      },
    ],
  },
  channels: [
    { type: 'ntfy', id: 'ops', name: 'Ops', secrets: { topic: 'env:T' }, privateAddress: true },
    { type: 'slack', id: 'mine', name: 'Mine', teller: 'this' },
  ],
});

function refusal(file: object | string, scope = WHOLE): string {
  try {
    const text = typeof file === 'string' ? file : JSON.stringify(file);
    withSharedFile(DEFAULT_SETTINGS, text, scope);
  } catch (error) {
    if (error instanceof AppFailure) return error.error.message;
    throw error;
  }
  return 'taken';
}

const file = (parts: object): object => ({ kind: 'py-perf shared settings', format: 1, ...parts });

describe('a file of what is shared', () => {
  it('transfers what is shared, without secrets, rights or other sources', () => {
    const text = sharedFileText(THERE, WHOLE);
    for (const word of ['env:T', 'privateAddress', 'mine', 'other'])
      expect(text).not.toContain(word);
    const taken = withSharedFile(DEFAULT_SETTINGS, text, WHOLE);
    expect(taken.labels).toEqual({ 'default/web-1': ['web'] });
    expect(taken.alerts).toEqual(THERE.alerts);
    expect(taken.channels).toMatchObject([{ id: 'ops', enabled: false, privateAddress: false }]);
    expect(sharedFileText(taken, WHOLE)).toBe(text);
  });

  it('changes nothing where it came from', () => {
    const { labels, alerts, channels } = THERE;
    const taken = withSharedFile(THERE, sharedFileText(THERE, WHOLE), WHOLE);
    expect(taken).toEqual({ labels, alerts, channels });
    expect(changesBetween(THERE, taken, WHOLE)).toEqual([]);
  });

  it('keeps what it does not name, and lists its changes', () => {
    const taken = withSharedFile(
      THERE,
      JSON.stringify(
        file({
          labels: { 'web-1': [], 'db-1': ['db'] },
          rules: { disk: { enabled: false, above: 95, clearBelow: 90, forMinutes: 5 } },
        }),
      ),
      WHOLE,
    );
    expect(taken.alerts.cpu).toEqual(THERE.alerts.cpu);
    expect(changesBetween(THERE, taken, WHOLE)).toEqual([
      { field: 'label / web-1 / web', before: true, after: null },
      { field: 'label / db-1 / db', before: null, after: true },
      { field: 'rule / disk / enabled', before: null, after: false },
      { field: 'rule / disk / limits', before: null, after: { above: 95, clearBelow: 90 } },
    ]);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['another file', { version: 1 }, 'kind'],
    ['a newer one', file({ format: 2 }), 'newer version'],
    ['an unknown part', file({ secrets: {} }), 'secrets'],
    [
      'a rule',
      file({ rules: { cpu: { enabled: true, above: 120, clearBelow: 3, forMinutes: 5 } } }),
      'rules.cpu.above',
    ],
    ['an unknown rule', file({ rules: { cpus: {} } }), 'rules.cpus'],
    ['an own name', file({ rules: { constructor: {} } }), 'rules.constructor'],
    ['a label', file({ labels: { web: ['x'.repeat(41)] } }), 'labels.web.0'],
    ['an override of nobody', file({ overrides: [{ cpu: {} }] }), 'overrides.0: must name'],
    [
      'an override',
      file({ overrides: [{ label: 'a', offline: { enabled: 1 } }] }),
      'overrides.0.offline.enabled',
    ],
    [
      'maintenance',
      file({ maintenance: [{ host: 'a', id: 'm', from: 5, until: 4 }] }),
      'maintenance.0.until',
    ],
    [
      'a channel',
      file({ channels: [{ id: 'ops', name: 'Ops', type: 'ntfy', server: 'x' }] }),
      'channels.0.server',
    ],
    [
      'a right',
      file({ channels: [{ id: 'ops', name: 'Ops', type: 'slack', privateAddress: true }] }),
      'channels.0.privateAddress',
    ],
    [
      'a secret',
      file({ channels: [{ id: 'ops', name: 'Ops', type: 'slack', secrets: { url: 'env:HOME' } }] }),
      'channels.0.secrets',
    ],
  ])('is refused with the name of the field: %s', (_name, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('has no rules if its source is not the first that is shared', () => {
    const scope = { sourceId: 'default', whole: false };
    expect(sharedFileText(THERE, scope)).not.toMatch(/rules|channels/u);
    expect(refusal(file({ rules: {} }), scope)).toContain('first source');
    expect(refusal(file({ labels: { a: ['b'] } }), scope)).toBe('taken');
  });
});
