import { encodeV2Item } from '../../../contract/records.ts';
import type { TableNames } from '../../../contract/tables.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../contract/time.ts';
import type { DynamoClients } from '../../../platform/aws/dynamo-client.ts';
import { madeUpSample, registryItem } from '../fleet-generator.ts';
import { putItems } from '../fleet-tables.ts';

/** Hosts that report every minute, for ever. */
const STEADY = 16;
/** Hosts that are switched on and off: on for so many hours, then off for as many. */
const SWITCHED = 8;
const SWITCHED_HOURS = 5;
/** Hosts that live for a day, each day under new names. */
const PASSING = 4;

/** A fleet whose hosts come and go over time; writes the samples that they would have written. */
export class ComingAndGoing {
  readonly #clients: DynamoClients;
  readonly #tables: TableNames;
  readonly #start: number;

  /** `start` in Unix seconds, a multiple of 60. */
  constructor(clients: DynamoClients, tables: TableNames, start: number) {
    this.#clients = clients;
    this.#tables = tables;
    this.#start = start;
  }

  /** The host that reported in every minute. */
  readonly steadyHost = 'steady-0';

  /** Every host that has reported by `now`. */
  known(now: number): number {
    return STEADY + SWITCHED + PASSING * Math.ceil((now - this.#start) / DAY_S);
  }

  /** Writes the minutes of `[from, to)` of all running hosts, and their registry rows. */
  async report(from: number, to: number): Promise<void> {
    const samples = [];
    for (let minute = from; minute < to; minute += MINUTE_S)
      for (const hostname of this.#on(minute)) samples.push(madeUpSample(hostname, minute));
    const newest = new Map(samples.map((sample) => [sample.hostname, sample]));
    await putItems(
      this.#clients,
      this.#tables.system,
      samples.map((sample) => encodeV2Item(sample)),
    );
    await putItems(
      this.#clients,
      this.#tables.registry,
      Array.from(newest.values(), (sample) => registryItem(sample, this.#start)),
    );
  }

  #on(minute: number): string[] {
    const age = minute - this.#start;
    const day = Math.floor(age / DAY_S);
    const named = (count: number, name: string): string[] =>
      Array.from({ length: count }, (_, index) => `${name}-${String(index)}`);
    const switched = named(SWITCHED, 'switched').filter(
      (_, index) => Math.floor(age / (SWITCHED_HOURS * HOUR_S) + index / SWITCHED) % 2 === 0,
    );
    return [...named(STEADY, 'steady'), ...switched, ...named(PASSING, `day-${String(day)}`)];
  }
}
