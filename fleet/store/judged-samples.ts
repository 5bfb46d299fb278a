import type { AlertSettings, CustomLimit } from '../../contract/alerts.ts';
import type { CountsMount } from '../../contract/counted-mounts.ts';
import { fullestMount, mountsThatCount } from '../../contract/counted-mounts.ts';
import { hostKey, type HostRef } from '../../contract/host.ts';
import type { CustomValue, Sample } from '../../contract/sample.ts';
import type { Settings } from '../../contract/settings.ts';
import { isBeyond } from '../../contract/threshold-rules.ts';
import type { MinuteRecord } from './minute.ts';
import { NAMED_FOR_S } from './newest-named.ts';

/** What of the settings decides how samples are stored. */
export type JudgingConfig = Pick<Settings, 'labels'> & {
  alerts: Pick<AlertSettings, 'customLimits' | 'uncountedMounts'>;
};

/** What a host was last known to have on its file systems. */
interface KnownUse {
  /** The minute, Unix seconds. */
  at: number;
  /** Percent of the fullest one that counts; undefined where none does. */
  fullest: number | undefined;
}

/**
 * What the settings make of samples before they are stored, from when they say so: how many custom metrics are beyond
 * their limits, and the fullest of the file systems that count. A host that never names its file systems keeps what it
 * says of the fullest.
 */
export class JudgedSamples {
  #config: JudgingConfig | null = null;
  readonly #counts = new Map<number, CountsMount>();
  readonly #known = new Map<number, KnownUse>();

  /** Takes over changed settings. */
  configure(config: JudgingConfig): void {
    this.#config = config;
    this.#counts.clear();
    this.#known.clear();
  }

  /** Whether the settings make anything of any sample. */
  get hasRules(): boolean {
    const { customLimits = [], uncountedMounts = [] } = this.#config?.alerts ?? {};
    return customLimits.length > 0 || uncountedMounts.length > 0;
  }

  /** The records of one host, ready to store. `newest`: the last file systems stored for it. */
  judge(
    host: HostRef & { id: number },
    records: readonly MinuteRecord[],
    newest: () => Pick<Sample, 'minute' | 'fileSystems'> | null,
  ): readonly MinuteRecord[] {
    const hasLimits = (this.#config?.alerts.customLimits.length ?? 0) > 0;
    const counts = this.countsOf(host);
    const judged = records.map((record) => ({ ...record, sample: { ...record.sample } }));
    for (const { sample } of judged)
      if (sample.custom !== undefined && hasLimits)
        sample.customBeyond = this.beyond(sample.custom).length;
    if (counts !== null) this.#judgeDisks(host.id, judged, counts, newest);
    return judged;
  }

  /** The custom metrics that are beyond their limits, each with the first limit that it is beyond. */
  beyond(custom: readonly CustomValue[]): CustomLimit[] {
    const { customLimits = [] } = this.#config?.alerts ?? {};
    return custom.flatMap(({ name, value }) => {
      const found = customLimits.find(
        (limit) => limit.name === name && isBeyond(limit.direction, value, limit.threshold),
      );
      return found === undefined ? [] : [found];
    });
  }

  #judgeDisks(
    host: number,
    records: readonly MinuteRecord[],
    counts: CountsMount,
    newest: () => Pick<Sample, 'minute' | 'fileSystems'> | null,
  ): void {
    let known = this.#known.get(host) ?? useOf(newest(), counts);
    for (const { sample } of records.toSorted((a, b) => a.sample.minute - b.sample.minute)) {
      known = useOf(sample, counts) ?? known;
      if (known === null || sample.diskPercent === undefined) continue;
      const age = sample.minute - known.at;
      if (age >= 0 && age <= NAMED_FOR_S && known.fullest !== undefined)
        sample.diskPercent = known.fullest;
      else delete sample.diskPercent;
    }
    if (known !== null && known.at >= (this.#known.get(host)?.at ?? 0))
      this.#known.set(host, known);
  }

  /** What of a host's file systems counts. */
  countsOf(host: HostRef & { id: number }): CountsMount {
    const known = this.#counts.get(host.id);
    if (known !== undefined) return known;
    const { alerts, labels = {} } = this.#config ?? {};
    const counts = mountsThatCount(
      host,
      labels[hostKey(host)] ?? [],
      alerts?.uncountedMounts ?? [],
    );
    this.#counts.set(host.id, counts);
    return counts;
  }
}

function useOf(
  sample: Pick<Sample, 'minute' | 'fileSystems'> | null,
  counts: CountsMount,
): KnownUse | null {
  if (sample?.fileSystems === undefined || sample.fileSystems.length === 0) return null;
  return { at: sample.minute, fullest: fullestMount(sample.fileSystems, counts)?.percent };
}
