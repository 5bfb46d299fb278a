import { createHash } from 'node:crypto';
import { METRICS, METRIC_IDS } from '../../contract/metrics.ts';
import { rounded } from '../../contract/metric-values.ts';
import type { Item } from '../../contract/records.ts';
import type { Sample } from '../../contract/sample.ts';
import { pythonIsoUtc } from '../../contract/time.ts';

/**
 * Samples of one host as a compressed batch of the legacy table, for fleets whose viewers predate the optimized layout.
 * `uploadedAt` is in Unix seconds with a fraction and becomes the key, in milliseconds: two uploads within one
 * millisecond would overwrite each other. Throws a `RangeError` for an empty batch.
 */
export function encodeLegacyBatch(samples: readonly Sample[], uploadedAt: number): Item {
  const ordered = samples.toSorted((a, b) => a.collectedAt - b.collectedAt);
  const [first] = ordered;
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a batch has samples');
  return {
    id: Math.trunc(uploadedAt * 1000),
    hostname: first.hostname,
    timestamp: uploadedAt,
    batch_size: ordered.length,
    start_time: first.collectedAt,
    end_time: last.collectedAt,
    // No processes: the layout would need their command lines, which are never uploaded.
    metrics_data: JSON.stringify({ meta: { procs: {} }, samples: ordered.map(shortSample) }),
    created_at: pythonIsoUtc(uploadedAt),
    data_type: 'system_metrics',
    compressed: true,
  };
}

/** The item by which readers find a host's newest batch without a scan. */
export function encodeLegacyMarker(batch: Item): Item {
  const hostname = String(batch['hostname']);
  return {
    id: legacyMarkerId(hostname),
    record_type: 'latest_marker',
    hostname,
    timestamp: batch['timestamp'],
    latest_record_id: batch['id'],
    updated_at: batch['created_at'],
  };
}

/** The first 8 hex digits of MD5(`latest_` + hostname), read as an integer. */
export function legacyMarkerId(hostname: string): number {
  return Number.parseInt(
    createHash('md5').update(`latest_${hostname}`).digest('hex').slice(0, 8),
    16,
  );
}

function shortSample(sample: Sample): Record<string, unknown> {
  return {
    sys: {
      t: sample.collectedAt,
      ...legacyMetrics(sample),
      ma: Math.round(sample.memoryAvailableMb ?? 0),
      mu: Math.round(sample.memoryUsedMb ?? 0),
    },
    procs: {},
    t: sample.collectedAt,
  };
}

/** The metrics in the layout, by its names. */
function legacyMetrics(sample: Sample): Record<string, number> {
  const found: Record<string, number> = {};
  for (const id of METRIC_IDS) {
    const { legacy, field } = METRICS[id];
    const value = sample[field];
    if (legacy !== undefined && value !== undefined) found[legacy] = rounded(id, value);
  }
  return found;
}
