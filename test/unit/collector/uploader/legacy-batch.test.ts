import { describe, expect, it } from 'vitest';
import {
  encodeLegacyBatch,
  encodeLegacyMarker,
} from '../../../../collector/uploader/legacy-batch.ts';
import type { Sample } from '../../../../contract/sample.ts';
import { decodeMetricsData } from '../../../../fleet/remote/legacy-decode.ts';
import { markerId } from '../../../../fleet/remote/legacy.ts';

const UPLOADED_AT = 1_795_469_726.1304;

function sample(minute: number, cpuPercent: number): Sample {
  return {
    hostname: 'web-01',
    minute,
    collectedAt: minute + 7.25,
    cpuPercent,
    memoryPercent: 55.55,
    memoryAvailableMb: 7000.6,
    memoryUsedMb: 9000.4,
    loadAvg1m: 0.521,
    topProcesses: [{ name: 'secret-tool', pid: 7, cpuPercent: 1, memoryPercent: 1 }],
  };
}

describe('encodeLegacyBatch', () => {
  const batch = encodeLegacyBatch(
    [sample(1_795_469_700, 12.34), sample(1_795_469_640, 10.26)],
    UPLOADED_AT,
  );

  it('encodeLegacyBatch has the attributes of the layout, the samples in order of time', () => {
    const { metrics_data, ...rest } = batch;
    expect(rest).toEqual({
      id: 1_795_469_726_130,
      hostname: 'web-01',
      timestamp: UPLOADED_AT,
      batch_size: 2,
      start_time: 1_795_469_647.25,
      end_time: 1_795_469_707.25,
      created_at: '2026-11-23T21:35:26.130400',
      data_type: 'system_metrics',
      compressed: true,
    });
    expect(String(metrics_data)).not.toContain('secret-tool');
  });

  it('encodeLegacyBatch is read back by the reader of legacy batches', () => {
    const { samples, bad } = decodeMetricsData(batch['metrics_data'], 'batch', UPLOADED_AT);
    expect(bad).toEqual([]);
    expect(samples).toMatchObject([
      { time: 1_795_469_647.25, values: { cpu: 10.3, memory: 55.6 }, availableMb: 7001 },
      { time: 1_795_469_707.25, values: { cpu: 12.3, load1: 0.52 }, usedMb: 9000 },
    ]);
    expect(samples[1]?.values).not.toHaveProperty('load5');
  });

  it('encodeLegacyBatch is named by a marker under the key that readers compute', () => {
    expect(encodeLegacyMarker(batch)).toEqual({
      id: markerId('web-01'),
      record_type: 'latest_marker',
      hostname: 'web-01',
      timestamp: UPLOADED_AT,
      latest_record_id: 1_795_469_726_130,
      updated_at: '2026-11-23T21:35:26.130400',
    });
  });

  it('refuses an empty batch', () => {
    expect(() => encodeLegacyBatch([], UPLOADED_AT)).toThrow(RangeError);
  });
});
