import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDaemonYaml, readDaemonYaml } from '../../../../collector/daemon/daemon-yaml.ts';
import { AppFailure } from '../../../../contract/errors.ts';

const FILES = join(import.meta.dirname, '../../../fixtures/daemon-yaml');

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
      tableFormat: 'legacy',
      cpuAlertPercent: 90,
      memoryAlertPercent: 85,
      notes: [
        'daemon.yaml: the table py-perf-system has the legacy layout, so samples are written in it; --table-format v2 writes the other.',
        'daemon.yaml: daemon.sample_interval (1 s) is ignored: one sample a minute, its CPU the mean over the whole minute.',
      ],
    });
  });

  it('takes only the daemon\u2019s own name for the optimized table, as the daemon does', () => {
    expect(parseDaemonYaml('daemon: { dynamodb_table_name: py-perf-system-v2 }')).toEqual({
      notes: [],
    });
    expect(parseDaemonYaml('daemon: { dynamodb_table_name: team-v2 }')).toMatchObject({
      legacyTable: 'team-v2',
      tableFormat: 'legacy',
    });
    const off = 'daemon: { dynamodb_table_name: team, enable_dynamodb_upload: no }';
    expect(parseDaemonYaml(off)).toEqual({ uploads: false, legacyTable: 'team', notes: [] });
  });

  it.each([
    ['01-yes', { uploads: true, region: 'eu-west-1' }],
    ['02-on', { uploads: true, region: 'eu-west-1' }],
    ['05-off-no', { uploads: false }],
    ['06-duplicate-key', { uploads: true, region: 'eu-west-1' }],
    ['08-empty-value', { uploads: true, region: 'us-east-1' }],
    ['09-tilde', { uploads: true, region: 'us-east-1' }],
    ['28-upload-null', { region: 'eu-west-1' }],
  ])('reads %s as the daemon does', (name, right) => {
    const config = readDaemonYaml(join(FILES, `${name}.yaml`));
    expect(config).toEqual({ ...right, notes: [] });
  });

  it.each([
    ['16-interval-underscore', 'sample_interval (1000 s)'],
    ['17-sexagesimal', 'upload_interval (90 s)'],
  ])('reads the interval of %s as the daemon does', (name, words) => {
    expect(readDaemonYaml(join(FILES, `${name}.yaml`)).notes.join()).toContain(words);
  });

  it.each([
    ['daemon: { dynamodb_region: "no region!" }', 'dynamodb_region'],
    ['daemon: { enable_dynamodb_upload: y }', 'enable_dynamodb_upload'],
    ['daemon: { dynamodb_table_name: 5 }', 'dynamodb_table_name'],
    ['daemon: { sample_interval: 1e3 }', 'sample_interval'],
    ['daemon: { upload_interval: [] }', 'upload_interval'],
    ['monitoring: { cpu_alert_threshold: 900 }', 'cpu_alert_threshold'],
    ['daemon: [a, b]', 'not a section'],
  ])('ignores and reports invalid values: %s', (text, words) => {
    const { notes, ...values } = parseDaemonYaml(text);
    expect(values).toEqual({});
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(words);
    expect(notes[0]).toContain('is ignored');
  });

  it('reports unknown keys and continues', () => {
    const config = parseDaemonYaml(
      'daemon: { dynamodb_region: us-east-1, colour: red }\nextra: 1\n',
    );
    expect(config.region).toBe('us-east-1');
    expect(config.notes).toEqual([
      'daemon.yaml: "daemon.colour" is unknown and has no effect.',
      'daemon.yaml: "extra" is unknown and has no effect.',
    ]);
  });

  it('reports that intervals other than a minute are ignored', () => {
    const { notes } = parseDaemonYaml('daemon: { sample_interval: 60, upload_interval: 300 }');
    expect(notes).toEqual([
      'daemon.yaml: daemon.upload_interval (300 s) is ignored: each sample is uploaded at once.',
    ]);
  });

  it.each(['', '# nothing\n', 'daemon:\n'])(
    'takes an empty file or section for no settings: %j',
    (text) => {
      expect(parseDaemonYaml(text)).toEqual({ notes: [] });
    },
  );

  it.each(['daemon: [', '- a\n- b', 'text'])('refuses %j with a reason', (text) => {
    expect(codeOf(() => parseDaemonYaml(text))).toBe('settings-damaged');
  });

  it('says that a file is missing', () => {
    expect(codeOf(() => readDaemonYaml('/nowhere/daemon.yaml'))).toBe('not-found');
  });
});
