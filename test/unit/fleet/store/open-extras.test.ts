import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MetricId } from '../../../../contract/metrics.ts';
import type { Sample } from '../../../../contract/sample.ts';
import { DAY_S, HOUR_S, MINUTE_S, dayOf } from '../../../../contract/time.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';
import { encodeValues, emptyValues, setValue } from '../../../../fleet/store/series-codec.ts';
import { HOST_KEYED, rowKey } from '../../../../fleet/store/tables.ts';
import { madeUpSample } from '../../../support/fleet-generator.ts';

const HOUR = dayOf(1_795_500_000);
const HOST = { sourceId: 'default', hostname: 'web' };

let directory: string;
let path: string;
let store: FleetStore;
let host: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'py-perf-extras-'));
  path = join(directory, 'fleet.db');
  store = openBlankStore(path);
  host = store.write(() => store.hosts.ensure(HOST));
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

function record(minute: number, extra: Partial<Sample>): void {
  const sample = { ...madeUpSample('web', HOUR + minute * MINUTE_S), ...extra };
  store.write(() => store.record({ host, layout: 'v2', records: [{ sample }], now: HOUR }));
}

/** The minutes of the hour that have a value, with it. */
function minutesOf(metric: MetricId): Record<number, number> {
  const values = store.series.minutes(host, metric, { start: HOUR, step: MINUTE_S, count: 60 });
  const fleet = [...store.scan.blocks(metric, HOUR, HOUR + HOUR_S)];
  const found: Record<number, number> = {};
  values.forEach((value, index) => {
    if (!Number.isNaN(value)) found[index] = Number(value.toFixed(3));
  });
  expect(fleet).toHaveLength(Object.keys(found).length > 0 ? 1 : 0);
  return found;
}

function swapByQuarter(): number[][] {
  const quarters = { start: HOUR, step: 900, count: 4 };
  const { min, mean, max } = store.series.rollups(host, 'swap', quarters);
  return [min, mean, max].map((values) => Array.from(values, (value) => Number(value.toFixed(1))));
}

/** An hour as a release before `block_quarter` left it. */
function asBefore(values: Partial<Record<MetricId, Record<number, number>>>): void {
  record(0, {});
  store.close();
  const db = new DatabaseSync(path);
  for (const [metric, minutes] of Object.entries(values) as [MetricId, Record<number, number>][]) {
    const hour = emptyValues(metric, 60);
    for (const [index, value] of Object.entries(minutes)) setValue(hour, Number(index), value);
    db.prepare(
      `INSERT INTO block_extra (key, ${metric}) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET ${metric} = ?2`,
    ).run(rowKey(HOUR, HOUR_S, host), encodeValues(hour));
  }
  db.close();
  store = openBlankStore(path);
}

function rows(table: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  const count = Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
  db.close();
  return count;
}

it('keeps minutes of all quarters, and of metrics that come later than others', () => {
  record(0, { swapPercent: 1.5 });
  record(14, { swapPercent: 2, netRxBps: 1e6 });
  record(15, { netRxBps: 7, cpuTempC: 40 });
  record(59, { swapPercent: 0 });
  expect(minutesOf('swap')).toEqual({ 0: 1.5, 14: 2, 59: 0 });
  expect(minutesOf('netRx')).toEqual({ 14: 1e6, 15: 7 });
  expect(minutesOf('temperature')).toEqual({ 15: 40 });
  expect(minutesOf('battery')).toEqual({});
  expect(rows('block_quarter')).toBe(3);
});

it('a value that is replaced stays in the band of its quarter', () => {
  record(3, { swapPercent: 90 });
  record(3, { swapPercent: 10 });
  const band = [
    [10, NaN, NaN, NaN],
    [10, NaN, NaN, NaN],
    [90, NaN, NaN, NaN],
  ];
  expect(minutesOf('swap')).toEqual({ 3: 10 });
  expect(swapByQuarter()).toEqual(band);
  while (store.pack(HOUR + DAY_S).packed > 0);
  expect(swapByQuarter()).toEqual(band);
  expect(HOST_KEYED.quarters.map(rows)).toEqual([0]);
});

it('an hour of an earlier release is read, extended and packed', () => {
  asBefore({ swap: { 1: 5, 20: 6 }, netRx: { 2: 100 } });
  expect(minutesOf('swap')).toEqual({ 1: 5, 20: 6 });
  record(21, { swapPercent: 7 });
  expect(minutesOf('swap')).toEqual({ 1: 5, 20: 6, 21: 7 });
  expect(minutesOf('netRx')).toEqual({ 2: 100 });
  expect(['block_extra', 'block_quarter'].map(rows)).toEqual([0, 2]);
  while (store.pack(HOUR + DAY_S).packed > 0);
  expect(minutesOf('swap')).toEqual({ 1: 5, 20: 6, 21: 7 });
});

it('an unchanged hour of an earlier release is packed as it is', () => {
  asBefore({ swap: { 1: 5 }, netRx: { 2: 100 } });
  expect(swapByQuarter()[0]).toEqual([5, NaN, NaN, NaN]);
  while (store.pack(HOUR + DAY_S).packed > 0);
  expect(['block', 'block_extra', 'packed_hour_extra'].map(rows)).toEqual([0, 0, 1]);
  expect([minutesOf('swap'), minutesOf('netRx')]).toEqual([{ 1: 5 }, { 2: 100 }]);
});

it.each([
  ['is cut', 'substr(packed, 1, length(packed) - 1)'],
  ['is empty', "x''"],
  ['names a metric that there is not', "x'01ff' || substr(packed, 3)"],
  ['names none', "x'00' || substr(packed, 2)"],
])('a row that %s counts as empty, and can be written again', (_, damaged) => {
  record(0, { swapPercent: 5 });
  const db = new DatabaseSync(path);
  db.exec(`UPDATE block_quarter SET packed = ${damaged}`);
  db.close();
  expect(minutesOf('swap')).toEqual({});
  record(1, { swapPercent: 6 });
  expect(minutesOf('swap')).toEqual({ 1: 6 });
});
