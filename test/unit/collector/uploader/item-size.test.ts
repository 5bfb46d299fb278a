import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WRITE_UNIT, fitToWriteUnit, itemSize } from '../../../../collector/uploader/item-size.ts';
import { LONGEST_CUSTOM_NAME, MOST_CUSTOM } from '../../../../contract/custom.ts';
import { MOST_CONTAINERS, MOST_FAILED_NAMES } from '../../../../contract/sample-details.ts';
import { encodeV2Item } from '../../../../contract/records.ts';
import type { Sample } from '../../../../contract/sample.ts';
import { checkProperty } from '../../../support/property.ts';

const rate = fc.double({ min: 0, max: 1e11, noNaN: true });
const percent = fc.double({ min: 0, max: 100, noNaN: true });

/** A sample with every attribute present, as a busy machine writes it. */
const busySample: fc.Arbitrary<Sample> = fc.record({
  hostname: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  minute: fc.integer({ min: 0, max: 4_000_000_000 }).map((time) => time - (time % 60)),
  collectedAt: fc.double({ min: 1e9, max: 4e9, noNaN: true }),
  cpuPercent: percent,
  memoryPercent: percent,
  memoryAvailableMb: rate,
  memoryUsedMb: rate,
  swapPercent: percent,
  cpuPressurePercent: percent,
  memoryPressurePercent: percent,
  ioPressurePercent: percent,
  gpuPercent: percent,
  gpuMemoryPercent: percent,
  gpuTempC: percent,
  failedServices: fc.nat(),
  diskPercent: percent,
  loadAvg1m: fc.double({ min: 0, max: 5000, noNaN: true }),
  loadAvg5m: fc.double({ min: 0, max: 5000, noNaN: true }),
  loadAvg15m: fc.double({ min: 0, max: 5000, noNaN: true }),
  diskReadBps: rate,
  diskWriteBps: rate,
  netRxBps: rate,
  netTxBps: rate,
  cpuTempC: fc.double({ min: -40, max: 130, noNaN: true }),
  batteryPercent: percent,
  processCount: fc.integer({ min: 1, max: 100_000 }),
  uptimeS: fc.double({ min: 0, max: 1e9, noNaN: true }),
  collector: fc.constant('py-perf-desktop/10.20.30'),
  topProcesses: fc.array(
    fc.record({
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }),
      pid: fc.integer({ min: 1, max: 4_194_304 }),
      cpuPercent: percent,
      memoryPercent: percent,
    }),
    { minLength: 5, maxLength: 5 },
  ),
});

const custom = fc.array(
  fc.record({
    name: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((name) => Buffer.byteLength(name) <= LONGEST_CUSTOM_NAME),
    value: fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  }),
  { minLength: MOST_CUSTOM, maxLength: MOST_CUSTOM },
);

/** The same in a minute that names file systems and interfaces too. */
const detailedSample = fc
  .tuple(
    busySample,
    fc.array(
      fc.record({
        mount: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
        sizeMb: rate,
        usedMb: rate,
        inodesPercent: percent,
      }),
      { minLength: 8, maxLength: 8 },
    ),
    fc.array(
      fc.record({
        name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 15 }),
        rxBps: rate,
        txBps: rate,
        errors: fc.nat(),
      }),
      { minLength: 4, maxLength: 4 },
    ),
  )
  .map(([sample, fileSystems, interfaces]): Sample => ({ ...sample, fileSystems, interfaces }));

/** And with all that other programs may add. */
const fullSample = fc
  .tuple(
    detailedSample,
    custom,
    fc.array(
      fc.record({
        name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }),
        cpuPercent: percent,
        memoryMb: rate,
      }),
      { minLength: MOST_CONTAINERS, maxLength: MOST_CONTAINERS },
    ),
    fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }), {
      minLength: MOST_FAILED_NAMES,
      maxLength: MOST_FAILED_NAMES,
    }),
    percent,
  )
  .map(([sample, values, containers, failedNames, diskWearPercent]): Sample => ({
    ...sample,
    failingDisks: 3,
    diskWearPercent,
    custom: values,
    containers,
    failedNames,
  }));

describe('an item', () => {
  it('with everything costs one write unit; lists are dropped in order, before any metric', () => {
    checkProperty(
      fc.property(fullSample, (sample) => {
        const fitted = fitToWriteUnit(sample);
        expect(itemSize(encodeV2Item(fitted))).toBeLessThanOrEqual(WRITE_UNIT);
        const lists = [
          'topProcesses',
          'containers',
          'failedNames',
          'interfaces',
          'fileSystems',
          'custom',
        ] as const;
        const kept = lists.map((list) => fitted[list]?.length ?? 0);
        const whole = lists.map((list) => sample[list]?.length ?? 0);
        const cut = kept.findLastIndex((length, index) => length < (whole[index] ?? 0));
        // What is given up before the last list that was cut is gone altogether.
        expect(kept.slice(0, Math.max(0, cut)).every((length) => length === 0)).toBe(true);
        if (kept.some((length) => length > 0))
          expect(Object.keys({ ...sample, ...fitted })).toEqual(Object.keys(sample));
        if (fitted.batteryPercent === undefined) expect(fitted.custom).toBeUndefined();
      }),
    );
  });

  it('with file systems and interfaces costs one write unit, and drops processes for them', () => {
    checkProperty(
      fc.property(detailedSample, (sample) => {
        const fitted = fitToWriteUnit(sample);
        expect(itemSize(encodeV2Item(fitted))).toBeLessThanOrEqual(WRITE_UNIT);
        if (fitted.topProcesses !== undefined)
          expect(fitted).toMatchObject({
            fileSystems: sample.fileSystems,
            interfaces: sample.interfaces,
          });
      }),
    );
  });

  it('an item of a busy machine with all attributes costs one write unit', () => {
    checkProperty(
      fc.property(busySample, (sample) => {
        expect(itemSize(encodeV2Item(fitToWriteUnit(sample)))).toBeLessThanOrEqual(WRITE_UNIT);
      }),
    );
  });

  it('keeps everything that fits', () => {
    checkProperty(
      fc.property(busySample, (sample) => {
        const small = {
          ...sample,
          hostname: 'web-01',
          topProcesses: sample.topProcesses?.slice(0, 1) ?? [],
        };
        fc.pre(itemSize(encodeV2Item(small)) <= WRITE_UNIT);
        expect(fitToWriteUnit(small)).toEqual(small);
      }),
    );
  });

  it('drops processes first, and never required attributes', () => {
    checkProperty(
      fc.property(busySample, (sample) => {
        const long = { ...sample, hostname: 'x'.repeat(253) };
        const fitted = fitToWriteUnit(long);
        expect(fitted).toMatchObject({
          hostname: long.hostname,
          minute: long.minute,
          cpuPercent: long.cpuPercent,
          memoryPercent: long.memoryPercent,
        });
        if (fitted.topProcesses !== undefined)
          expect(Object.keys(fitted).sort()).toEqual(Object.keys(long).sort());
      }),
    );
  });

  it('an item’s size follows the developer guide', () => {
    expect(itemSize({ name: 'abc' })).toBe(7);
    expect(itemSize({ ä: '€' })).toBe(5);
    expect(itemSize({ flag: true })).toBe(5);
    // A list of one string: 3, 1 for the element, 2 for its text.
    expect(itemSize({ l: ['ab'] })).toBe(1 + 3 + 1 + 2);
    expect(itemSize({ m: { k: 'v' } })).toBe(1 + 3 + 1 + 2);
  });
});
