import { describe, expect, it } from 'vitest';
import { applyDaemonConfig } from '../../../../collector/daemon/daemon-settings.ts';
import { parseDaemonYaml } from '../../../../collector/daemon/daemon-yaml.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../../contract/settings.ts';

const DAEMON = parseDaemonYaml(`
daemon:
  enable_dynamodb_upload: true
  dynamodb_table_name: team-system
  dynamodb_region: eu-west-1
`);

describe('applyDaemonConfig', () => {
  it('sets only what nothing else sets', () => {
    const [source] = applyDaemonConfig(DEFAULT_SETTINGS, DAEMON, {}).sources;
    expect(source).toMatchObject({
      mode: 'on',
      region: 'eu-west-1',
      tables: { system: 'py-perf-system-v2', legacy: 'team-system' },
    });
    expect(applyDaemonConfig(DEFAULT_SETTINGS, DAEMON, {}).collector.tableFormat).toBe('legacy');
  });

  it('is overridden by the environment and the user\u2019s settings', () => {
    const env = { AWS_REGION: 'us-east-2' };
    expect(applyDaemonConfig(DEFAULT_SETTINGS, DAEMON, env).sources[0]?.region).toBeUndefined();
    const own = settingsSchema.parse({
      sources: [
        {
          id: 'default',
          name: 'AWS',
          mode: 'off',
          region: 'ap-northeast-1',
          tables: { legacy: 'mine' },
        },
      ],
    });
    expect(applyDaemonConfig(own, DAEMON, {}).sources).toEqual(own.sources);
  });

  it('keeps the user\u2019s layout', () => {
    const own = settingsSchema.parse({ collector: { tableFormat: 'v2' } });
    expect(applyDaemonConfig(own, DAEMON, {}).collector.tableFormat).toBe('v2');
  });

  it('changes nothing without a file', () => {
    expect(applyDaemonConfig(DEFAULT_SETTINGS, null, {})).toBe(DEFAULT_SETTINGS);
  });
});
