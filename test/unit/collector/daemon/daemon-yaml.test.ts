import { describe, expect, it } from 'vitest';
import { parseDaemonYaml, readDaemonYaml } from '../../../../collector/daemon/daemon-yaml.ts';
import { AppFailure } from '../../../../contract/errors.ts';

const FULL = `
daemon:
  pid_file: /var/run/py-perf-daemon.pid
  log_file: /var/log/py-perf-daemon.log
  data_dir: /var/lib/py-perf
  sample_interval: 1.0
  max_samples: 3600
  data_retention_hours: 24
  enable_network_monitoring: true
  enable_dynamodb_upload: true
  dynamodb_table_name: py-perf-system
  dynamodb_region: eu-central-1
monitoring:
  auto_track_python: true
  track_processes: [node, java]
  cpu_alert_threshold: 90
  memory_alert_threshold: 85
export:
  format: json
integration:
  enable_api: false
`;

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error);
  }
  return undefined;
}

describe('parseDaemonYaml', () => {
  it('takes table, region and thresholds from a daemon\u2019s file', () => {
    expect(parseDaemonYaml(FULL)).toEqual({
      uploads: true,
      region: 'eu-central-1',
      legacyTable: 'py-perf-system',
      cpuAlertPercent: 90,
      memoryAlertPercent: 85,
      notes: [
        'daemon.yaml: daemon.sample_interval (1 s) is not followed: one sample a minute, its CPU the mean over the whole minute.',
      ],
    });
  });

  it('takes a table name that ends in -v2 for the optimized table', () => {
    const config = parseDaemonYaml('daemon: { dynamodb_table_name: team-v2 }');
    expect(config).toEqual({ systemTable: 'team-v2', notes: [] });
  });

  it('reports unknown keys and goes on', () => {
    const config = parseDaemonYaml(
      'daemon: { dynamodb_region: us-east-1, colour: red }\nextra: 1\n',
    );
    expect(config.region).toBe('us-east-1');
    expect(config.notes).toEqual([
      'daemon.yaml: "daemon.colour" is not known and has no effect.',
      'daemon.yaml: "extra" is not known and has no effect.',
    ]);
  });

  it('says of intervals other than a minute that they are not followed', () => {
    const { notes } = parseDaemonYaml('daemon: { sample_interval: 60, upload_interval: 300 }');
    expect(notes).toEqual([
      'daemon.yaml: daemon.upload_interval (300 s) is not followed: each sample is uploaded at once.',
    ]);
  });

  it.each(['', '# nothing\n', 'daemon:\n'])(
    'reads an empty file or section as no wishes: %j',
    (text) => {
      expect(parseDaemonYaml(text)).toEqual({ notes: [] });
    },
  );

  it.each([
    'daemon: [',
    '- a\n- b',
    'daemon: { dynamodb_region: "no region!" }',
    'monitoring: { cpu_alert_threshold: 900 }',
  ])('refuses %j with a reason', (text) => {
    expect(codeOf(() => parseDaemonYaml(text))).toBe('settings-damaged');
  });

  it('says that a file is missing', () => {
    expect(codeOf(() => readDaemonYaml('/nowhere/daemon.yaml'))).toBe('not-found');
  });
});
