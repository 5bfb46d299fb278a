import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openOutbox } from '../../../../collector/outbox/open-outbox.ts';
import { Outbox } from '../../../../collector/outbox/outbox.ts';
import type { Sample } from '../../../../contract/sample.ts';
import { DAY_S } from '../../../../contract/time.ts';
import { systemClock, type Clock } from '../../../../platform/clock.ts';
import { listQuarantined } from '../../../../platform/fs/quarantine.ts';
import { silentLogger } from '../../../support/test-engine.ts';

const START = 1_795_469_640;

let directory: string;
let outbox: Outbox;
let now: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'outbox-'));
  now = START;
  outbox = open();
});

afterEach(() => {
  outbox.close();
  rmSync(directory, { recursive: true });
});

function clock(): Clock {
  return { ...systemClock, now: () => now * 1000 };
}

function open(): Outbox {
  return new Outbox(join(directory, 'outbox.db'), clock());
}

function sample(minutes: number, cpuPercent = 10): Sample {
  const minute = START + minutes * 60;
  return { hostname: 'a', minute, collectedAt: minute + 5.25, cpuPercent, memoryPercent: 20 };
}

describe('the outbox', () => {
  it('returns the newest first and keeps what is not acknowledged', () => {
    for (const minutes of [0, 1, 2]) outbox.append(sample(minutes));
    expect(outbox.newest(2)).toEqual([sample(2), sample(1)]);
    outbox.acknowledge([sample(2)]);
    expect(outbox.newest(10)).toEqual([sample(1), sample(0)]);
    expect(outbox.count()).toBe(2);
  });

  it('the outbox survives the end of its process', () => {
    outbox.append(sample(0));
    outbox.close();
    outbox = open();
    expect(outbox.newest(10)).toEqual([sample(0)]);
  });

  it('keeps a minute that was replaced during its upload', () => {
    outbox.append(sample(0, 10));
    const uploading = outbox.newest(1);
    outbox.append(sample(0, 90));
    outbox.acknowledge(uploading);
    expect(outbox.newest(1)).toEqual([sample(0, 90)]);
  });

  it('drops what DynamoDB would have dropped by now', () => {
    outbox.append(sample(0));
    outbox.append(sample(60));
    now = START + 30 * DAY_S + 60;
    expect(outbox.newest(10)).toEqual([sample(60)]);
  });

  it('the outbox is bounded even if nothing is ever uploaded', () => {
    for (let day = 0; day <= 40; day += 1) {
      now = START + day * DAY_S;
      outbox.append(sample(day * 24 * 60));
    }
    expect(outbox.count()).toBe(31);
    // Deleted, and not only left out.
    now = START;
    expect(outbox.count()).toBe(31);
  });

  it('eventually deletes rejected samples too', () => {
    outbox.append(sample(0));
    outbox.reject(sample(0), 'refused');
    expect([outbox.count(), outbox.rejectedCount()]).toEqual([0, 1]);
    for (const day of [29, 30, 31]) {
      now = START + day * DAY_S;
      outbox.append(sample(day * 24 * 60));
    }
    now = START;
    expect(outbox.rejectedCount()).toBe(0);
  });

  it('loses nothing when the clock is years ahead for hours', () => {
    outbox.append(sample(0));
    const wrong = START + 14 * 365 * DAY_S;
    for (const minutes of [0, 1, 600]) {
      now = wrong + minutes * 60;
      outbox.append(sample((wrong - START) / 60 + minutes));
      outbox.newest(10);
    }
    now = START + 60;
    outbox.append(sample(1));
    expect(outbox.newest(10).slice(-2)).toEqual([sample(1), sample(0)]);
  });

  it('survives a power cut: writes are synced to the disk', () => {
    // 2 is FULL (sqlite.org/pragma.html#pragma_synchronous); it is a setting of each connection.
    const pragma = vi.spyOn(DatabaseSync.prototype, 'exec');
    outbox.close();
    outbox = open();
    expect(pragma.mock.calls.flat()).toContain('PRAGMA synchronous = FULL');
    pragma.mockRestore();
  });
});

describe('a damaged outbox', () => {
  const path = (): string => join(directory, 'outbox.db');

  it('a damaged outbox is set aside, and its readable samples wait again', () => {
    outbox.restore(Array.from({ length: 2000 }, (_, minutes) => sample(minutes)));
    outbox.close();
    const bytes = readFileSync(path());
    const middle = Math.floor(bytes.length / 8192) * 4096;
    bytes.fill(0x5a, middle, middle + 8192);
    writeFileSync(path(), bytes);

    const opened = openOutbox(path(), clock(), silentLogger);
    outbox = opened.outbox;
    const [file = ''] = listQuarantined(path());
    expect(readFileSync(join(directory, file)).equals(bytes)).toBe(true);
    expect(outbox.count()).toBeGreaterThan(1500);
    expect(outbox.count()).toBeLessThan(2000);
    // Of both ends, and as they were.
    expect(outbox.newest(1)).toEqual([sample(1999)]);
    expect(outbox.newest(2000).at(-1)).toEqual(sample(0));
    expect(opened.notice?.message).toContain(`${String(outbox.count())} were recovered`);
    expect(opened.notice?.message).toContain(file);
  });

  it.each([
    'CREATE TRIGGER kept BEFORE DELETE ON outbox BEGIN SELECT RAISE(IGNORE); END',
    "CREATE TRIGGER refused BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END",
    'ALTER TABLE note RENAME TO moved; CREATE VIEW note AS SELECT * FROM moved',
    'DROP TABLE rejected; CREATE TABLE rejected (hostname, minute, expires_at, sample, reason)',
  ])('a damaged schema sets the file aside and loses nothing: %s', (sql) => {
    outbox.append(sample(0));
    outbox.close();
    const db = new DatabaseSync(path());
    db.exec(sql);
    db.close();
    const opened = openOutbox(path(), clock(), silentLogger);
    outbox = opened.outbox;
    expect(listQuarantined(path())).toHaveLength(1);
    outbox.acknowledge(outbox.newest(1));
    expect(outbox.count()).toBe(0);
  });

  it('a damaged outbox is set aside under a unique name, also twice in a second', () => {
    for (const text of ['one', 'another']) {
      outbox.close();
      writeFileSync(path(), `${text}, no database, but long enough for one`.repeat(100));
      outbox = openOutbox(path(), clock(), silentLogger).outbox;
    }
    expect(listQuarantined(path())).toHaveLength(2);
  });

  it('an unreadable outbox does not keep a collector from starting', () => {
    outbox.close();
    writeFileSync(path(), 'no database, but long enough to be taken for one'.repeat(100));
    expect(open).toThrow(/waiting|wait to be uploaded/u);
    const opened = openOutbox(path(), clock(), silentLogger);
    outbox = opened.outbox;
    outbox.append(sample(0));
    expect(outbox.count()).toBe(1);
    expect(listQuarantined(path())).toHaveLength(1);
  });

  it('a sound outbox is left as it is', () => {
    outbox.append(sample(0));
    outbox.close();
    const opened = openOutbox(path(), clock(), silentLogger);
    outbox = opened.outbox;
    expect([outbox.count(), opened.notice, listQuarantined(path())]).toEqual([1, null, []]);
  });

  it('a damaged outbox of a newer version is refused, not set aside', () => {
    outbox.close();
    const db = new DatabaseSync(path());
    db.exec("INSERT INTO migration (id, applied_at) VALUES ('collector/9999', 1)");
    db.close();
    expect(() => openOutbox(path(), clock(), silentLogger)).toThrow(/newer version/u);
    expect(listQuarantined(path())).toEqual([]);
    rmSync(path());
    outbox = open();
  });
});

describe('a waiting sample that was damaged', () => {
  const change = (sql: string): void => {
    const db = new DatabaseSync(join(directory, 'outbox.db'));
    db.exec(sql);
    db.close();
  };

  it.each<[string, string]>([
    ['is no JSON', 'substr(sample, 2)'],
    ['is empty', "''"],
    ['is null', "'null'"],
    ['is a list', "'[]'"],
    ['is of another minute', "replace(sample, '1795469700', '1795469760')"],
    ['is of another host', `replace(sample, '"a"', '"b"')`],
    ['lacks its CPU', "replace(sample, 'cpuPercent', 'bpuPercent')"],
    ['has a CPU of 1,000 %', `replace(sample, '"cpuPercent":10', '"cpuPercent":1000')`],
    ['has a number too large for one', `replace(sample, '"cpuPercent":10', '"cpuPercent":1e999')`],
  ])('and %s is set aside, counted, and blocks no other', (_, expression) => {
    for (const minutes of [0, 1, 2]) outbox.append(sample(minutes));
    change(`UPDATE outbox SET sample = ${expression} WHERE minute = ${String(START + 60)}`);
    expect(outbox.newest(10)).toEqual([sample(2), sample(0)]);
    expect([outbox.count(), outbox.rejectedCount()]).toEqual([2, 1]);
    outbox.acknowledge(outbox.newest(10));
    expect(outbox.newest(10)).toEqual([]);
  });

  it.each([
    ['minute', '9223372036854775807', [2, 0]],
    ['minute', '-9223372036854775808', [2, 0]],
    ['minute', "'abc'", [2, 0]],
    ['minute', "x'ff'", [2, 0]],
    ['expires_at', '9223372036854775807', [2, 1, 0]],
  ])('and whose %s is %s blocks no other', (column, value, left) => {
    for (const minutes of [0, 1, 2]) outbox.append(sample(minutes));
    change(`UPDATE outbox SET ${column} = ${value} WHERE minute = ${String(START + 60)}`);
    expect(outbox.newest(10)).toEqual(left.map((minutes) => sample(minutes)));
    outbox.acknowledge(outbox.newest(10));
    expect([outbox.newest(10), outbox.count()]).toEqual([[], 0]);
  });

  it('loses invalid optional values, and its row is still deleted', () => {
    outbox.append({ ...sample(0), loadAvg1m: 1, topProcesses: [] });
    change(`UPDATE outbox SET sample = replace(sample, '"loadAvg1m":1', '"loadAvg1m":1e39,"x":1')`);
    const [given] = outbox.newest(1);
    expect(given).toEqual({ ...sample(0), topProcesses: [] });
    outbox.acknowledge(outbox.newest(1));
    expect(outbox.count()).toBe(0);
  });

  it('does not affect notes or batches', () => {
    outbox.append(sample(0));
    outbox.note({ hostname: 'a', lastUploadAt: START, lastSample: sample(0), lastError: null });
    outbox.begin({ uploadedAt: START, samples: [sample(0)] });
    expect(outbox.underWay()).toEqual({ uploadedAt: START, samples: [sample(0)] });
    change("UPDATE note SET value = value || '}' WHERE name <> 'hostname'");
    expect(outbox.notes()).toEqual({ hostname: 'a' });
    expect(outbox.underWay()).toBeNull();
  });

  it('a batch is only repeated if all of its samples are unchanged', () => {
    outbox.append(sample(0));
    outbox.begin({ uploadedAt: START, samples: [sample(0, 11)] });
    expect(outbox.underWay()).toBeNull();
    outbox.begin({ uploadedAt: START, samples: [sample(0), sample(1)] });
    expect(outbox.underWay()).toBeNull();
  });

  it.each([
    'DROP TABLE rejected',
    'DROP INDEX outbox_minute',
    'ALTER TABLE outbox RENAME COLUMN sample TO rample',
    "UPDATE migration SET id = 'collector/0101' WHERE id = 'collector/0001'",
    "DELETE FROM migration WHERE id = 'collector/0002'",
  ])('damage to the table definitions counts as damage: %s', (sql) => {
    outbox.append(sample(0));
    outbox.close();
    change(sql);
    const opened = openOutbox(join(directory, 'outbox.db'), clock(), silentLogger);
    outbox = opened.outbox;
    expect(opened.notice?.code).toBe('outbox-damaged');
    outbox.append(sample(1));
    expect(outbox.newest(1)).toEqual([sample(1)]);
  });
});
