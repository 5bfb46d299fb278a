import { safeJson } from '../../contract/safe-text.ts';
import { hostname as systemHostname } from 'node:os';
import type { Measuring } from '../../collector/probes/system.ts';
import { previewSample } from '../../collector/preview.ts';
import { normalizeHostname } from '../../contract/hostname.ts';
import { METRICS, REQUIRED_METRICS } from '../../contract/metrics.ts';
import type { Settings } from '../../contract/settings.ts';
import { metrics } from '../../locales/en/metrics.ts';
import { systemClock } from '../../platform/clock.ts';
import { print, tell } from '../print.ts';

/** Flags of `collect --print`. */
export interface PrintFlags {
  /** Adds what the sample leaves out, and why. */
  explain: boolean;
  /** Seconds between its two readings. */
  intervalS: number;
  measuring: Measuring;
  version: string;
}

/** Prints one sample as JSON; nothing is stored or sent. */
export async function printSample(settings: Settings, flags: PrintFlags): Promise<void> {
  const { explain, intervalS, measuring, version } = flags;
  const { hostname = systemHostname(), processNames = true, without } = settings.collector;
  const { sample, facts, scope, leftOut } = await previewSample({
    clock: systemClock,
    hostname: normalizeHostname(hostname),
    version,
    processNames,
    measuring: { ...measuring, without },
    intervalS,
  });
  const printed = explain ? { ...sample, facts, scope, leftOut } : sample;
  print(`${safeJson(printed, 2)}\n`);
  const missing = REQUIRED_METRICS.filter((id) => sample[METRICS[id].field] === undefined).map(
    (id) => metrics.metric[id].long,
  );
  if (missing.length > 0)
    tell(
      `Without ${missing.join(' and ')} this would not be stored as a sample${explain ? '' : '; --explain says why'}.\n`,
    );
}
