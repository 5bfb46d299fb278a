import type { Settings } from '../../../contract/settings.ts';
import type { SourceSharing } from '../../../contract/sharing.ts';

/**
 * The state of sharing in a made-up team: the first shared source has a conflict, a new channel and an invalid value.
 */
export function madeUpSharing({ sources, channels }: Settings, now: number): SourceSharing[] {
  return sources.map(({ id, shared }, index): SourceSharing => {
    const isOn = shared === true;
    const whole = index === 0;
    return {
      sourceId: id,
      status: isOn ? 'shared' : 'off',
      error: null,
      whole,
      syncedAt: isOn ? now - 60 : null,
      pending: false,
      bytes: isOn ? 2900 : 0,
      conflicts:
        isOn && whole
          ? [
              {
                field: 'rule/cpu/limits',
                choices: [
                  {
                    key: 'a',
                    value: { above: 90, clearBelow: 80 },
                    by: 'anna@laptop',
                    at: now - 600,
                    holds: true,
                  },
                  {
                    key: 'b',
                    value: { above: 75, clearBelow: 70 },
                    by: 'ben@workstation-07.berlin.example.net',
                    at: now - 7200,
                    holds: false,
                  },
                ],
              },
              {
                field: 'override/label:production',
                choices: [
                  { key: 'a', value: null, by: 'anna@laptop', at: now - 900, holds: true },
                  { key: 'b', value: true, by: 'carla@mac', at: now - 90_000, holds: false },
                ],
              },
            ]
          : [],
      problems:
        isOn && whole
          ? [
              {
                field: 'rule/disk',
                reason: 'clearBelow: must not be above the threshold',
                why: { kind: 'schema', at: ['clearBelow'], reason: { key: 'clearBelow' } },
              },
            ]
          : [],
      channels:
        isOn && whole
          ? channels.map((channel) => ({
              id: channel.id,
              name: channel.name,
              allowed: false,
              missing: ['url'],
            }))
          : [],
    };
  });
}
