import { HOUR_S, hourOf } from '../../contract/time.ts';
import type { Blocks, KnownRange } from './blocks.ts';
import { detailReadings } from './detail-readings.ts';
import type { DirtyRanges } from './dirty-ranges.ts';
import type { HostDetailRows } from './host-details.ts';
import type { Hosts, NewestSample } from './hosts.ts';
import type { JudgedSamples } from './judged-samples.ts';
import { SEEN_IN, type Layout, type MinuteRecord } from './minute.ts';
import { customReadings, type NamedSeries } from './named-series.ts';
import { newestNamed } from './newest-named.ts';
import type { LateMinutes } from './out-of-order.ts';
import type { ProcessList, Processes } from './processes.ts';
import type { Rechecks } from './rechecks.ts';
import { HOUR_LENGTH } from './series-codec.ts';

/** Samples of one host to store. */
export interface RecordOptions {
  host: number;
  layout: Layout;
  records: readonly MinuteRecord[];
  /** What is known after this write; spans one hour or more. */
  known?: KnownRange;
  /** Unix seconds. */
  now: number;
}

/** Where samples are stored. */
export interface RecorderTables {
  readonly hosts: Hosts;
  readonly blocks: Blocks;
  readonly rechecks: Rechecks;
  readonly processes: Processes;
  readonly details: HostDetailRows;
  readonly detailSeries: NamedSeries;
  readonly custom: NamedSeries;
  readonly changes: DirtyRanges;
  readonly late: LateMinutes;
  readonly judging: JudgedSamples;
}

/** Stores samples: each part of one goes into its own table. Its methods are called within a transaction. */
export class SampleRecorder {
  readonly #tables: RecorderTables;
  /** Lists of the current transaction: stored at its end, in the order of their table. */
  #processLists: ProcessList[] = [];

  constructor(tables: RecorderTables) {
    this.#tables = tables;
  }

  /** At the start of a transaction: what one that failed left behind is dropped. */
  begin(): void {
    this.#processLists = [];
  }

  /** At the end of a transaction. */
  end(): void {
    this.#tables.processes.putAll(this.#processLists);
    this.#processLists = [];
  }

  /** Merges minutes of a host. Returns how many minutes are new. */
  record({ host, layout, records: given, known, now }: RecordOptions): number {
    const records = this.#judged(host, given);
    const newest = newestOf(records);
    if (newest !== null) this.#tables.hosts.noteSample(host, newest, SEEN_IN[layout], now);
    let added = 0;
    for (const [hour, ofHour] of groupByHour(records, known)) {
      const result = this.#tables.blocks.write({
        host,
        hour,
        layout,
        records: ofHour,
        ...(known === undefined ? {} : { known }),
      });
      added += result.added;
      if (result.completed && result.minutes < HOUR_LENGTH) this.#noteGaps(host, hour, now);
    }
    this.#recordProcesses(host, records);
    const samples = records.map(({ sample }) => sample);
    this.#tables.details.put(host, samples);
    this.#tables.detailSeries.put(host, detailReadings(samples));
    this.#tables.custom.put(host, customReadings(samples));
    this.#tables.changes.note(host, records);
    if (newest !== null) this.#tables.late.note(host, newest.oldest, now);
    return added;
  }

  #judged(id: number, records: readonly MinuteRecord[]): readonly MinuteRecord[] {
    const [first] = records;
    if (first === undefined || !this.#tables.judging.hasRules) return records;
    const host = this.#tables.hosts.byId(id);
    if (host === null) return records;
    return this.#tables.judging.judge(host, records, () =>
      this.#tables.details.newest(id, first.sample.minute),
    );
  }

  /** Late samples may yet come for any hour since the host was first seen, even for one that has none. */
  #noteGaps(host: number, hour: number, now: number): void {
    const firstSeen = this.#tables.hosts.byId(host)?.firstSeen ?? null;
    if (firstSeen !== null && hour >= hourOf(firstSeen)) this.#tables.rechecks.add(host, hour, now);
  }

  #recordProcesses(host: number, records: readonly MinuteRecord[]): void {
    for (const { sample } of records)
      if (sample.topProcesses !== undefined && sample.topProcesses.length > 0)
        this.#processLists.push({ host, minute: sample.minute, list: sample.topProcesses });
  }
}

function groupByHour(
  records: readonly MinuteRecord[],
  known: KnownRange | undefined,
): Map<number, MinuteRecord[]> {
  const hours = new Map<number, MinuteRecord[]>();
  if (known !== undefined)
    for (let hour = hourOf(known.from); hour < known.to; hour += HOUR_S) hours.set(hour, []);
  for (const record of records) {
    const hour = hourOf(record.sample.minute);
    const ofHour = hours.get(hour);
    if (ofHour === undefined) hours.set(hour, [record]);
    else ofHour.push(record);
  }
  return hours;
}

function newestOf(records: readonly MinuteRecord[]): NewestSample | null {
  const [first] = records;
  if (first === undefined) return null;
  let newest = first.sample;
  let oldest = first.sample.minute;
  for (const { sample } of records) {
    if (sample.minute > newest.minute) newest = sample;
    oldest = Math.min(oldest, sample.minute);
  }
  return { sample: newest, oldest, named: newestNamed(records.map(({ sample }) => sample)) };
}
