import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FleetStore } from '../../../../fleet/store/store.ts';
import type * as room from '../../../../platform/fs/room.ts';
import { canMount, mountSmallDisk, type SmallDisk } from '../../../support/small-disk.ts';

const quota = vi.hoisted(() => ({ bytes: Infinity }));
vi.mock('../../../../platform/fs/room.ts', async (original) => {
  const { writableBytes, ...rest } = await original<typeof room>();
  return {
    ...rest,
    writableBytes: (directory: string, most: number) =>
      Math.min(writableBytes(directory, most), quota.bytes),
  };
});

let disk: SmallDisk;
let store: FleetStore;

beforeEach((context) => {
  if (!canMount) context.skip();
  vi.useFakeTimers({ toFake: ['performance'] });
  disk = mountSmallDisk(6 * 1024);
  store = FleetStore.open(join(disk.path, 'fleet.db'));
});

afterEach(() => {
  vi.useRealTimers();
  if (!canMount) return;
  store.close();
  disk.unmount();
});

function put(name: string, text = ''): void {
  store.write(() => {
    store.meta.put(name, text);
  });
}

function get(name: string): string | null {
  return store.read(() => store.meta.get(name));
}

/** What another process would find now. */
function onDisk(name: string): string | null {
  const other = FleetStore.open(join(disk.path, 'fleet.db'));
  try {
    return other.read(() => other.meta.get(name));
  } finally {
    other.close();
  }
}

/** The disk is looked at once a second. */
function later(): void {
  vi.advanceTimersByTime(1001);
}

describe('a full disk', () => {
  it('stops no write: writes are readable at once, and stored once there is room', () => {
    store.holdWhileFull();
    put('before', 'kept');
    disk.fill();
    later();
    for (let index = 0; index < 300; index += 1) put(`${String(index)} told`, 'x'.repeat(5000));
    expect([store.diskFull, get('299 told')?.length, onDisk('299 told')]).toEqual([
      true,
      5000,
      null,
    ]);
    disk.free();
    later();
    put('after', 'kept');
    expect(store.diskFull).toBe(false);
    expect(['before', '0 told', '299 told', 'after'].map((name) => onDisk(name)?.length)).toEqual([
      4, 5000, 5000, 4,
    ]);
    store.check();
  });

  it('is also noticed by a failed write: the next one is held', () => {
    store.holdWhileFull();
    put('looked');
    disk.fill();
    expect(() => {
      for (let index = 0; index < 100; index += 1) put(String(index), 'x'.repeat(50_000));
    }).toThrow(/disk is full/u);
    put('told');
    expect([store.diskFull, get('told'), onDisk('told')]).toEqual([true, '', null]);
  });

  it('drops a write that fails half-way, and keeps earlier held ones', () => {
    store.holdWhileFull();
    put('before');
    disk.fill();
    later();
    for (let index = 0; index < 300; index += 1) put(`${String(index)} held`, 'x'.repeat(5000));
    expect(() =>
      store.write(() => {
        for (let index = 0; index < 300; index += 1)
          store.meta.put(`${String(index)} held`, 'half');
        store.meta.put('half', '');
        throw new Error('no');
      }),
    ).toThrow('no');
    put('next');
    expect(['before', 'half', 'next'].map(get)).toEqual(['', null, '']);
    expect([get('0 held')?.length, get('299 held')?.length]).toEqual([5000, 5000]);
    disk.free();
    later();
    put('after');
    expect(['half', '299 held', 'next'].map((name) => onDisk(name)?.length)).toEqual([
      undefined,
      5000,
      0,
    ]);
    store.check();
  });

  it('bounds the memory: older hours are refused first, then everything', () => {
    store.holdWhileFull();
    disk.fill();
    later();
    const mib = 'x'.repeat(1024 ** 2);
    let count = 0;
    const fillTo = (end: number): void => {
      for (; count < end; count += 1) put(String(count), mib);
    };
    fillTo(30);
    store.requireRoomForOld();
    fillTo(34);
    expect(() => {
      store.requireRoomForOld();
    }).toThrow(/older hours/u);
    fillTo(60);
    expect(() => {
      fillTo(70);
    }).toThrow(/disk is full, and so is what is kept in memory/u);
    expect(get('59')).toHaveLength(mib.length);
  });

  it('is stored at the end if there is room again, and otherwise given up', () => {
    store.holdWhileFull();
    put('before');
    disk.fill();
    later();
    put('first');
    disk.free();
    store.close();
    expect(onDisk('first')).toBe('');
    store = FleetStore.open(join(disk.path, 'fleet.db'));
    store.holdWhileFull();
    put('looked');
    disk.fill();
    later();
    put('second');
    store.close();
    disk.free();
    expect([onDisk('before'), onDisk('second')]).toEqual(['', null]);
  });

  it('prevents no start: the file is locked until there is room', () => {
    put('before');
    store.close();
    disk.fill();
    store = FleetStore.open(join(disk.path, 'fleet.db'), undefined, true);
    store.holdWhileFull();
    store.check();
    put('told');
    expect([store.diskFull, get('before'), get('told')]).toEqual([true, '', '']);
    expect(() => onDisk('told')).toThrow();
    disk.free();
    later();
    put('after');
    expect([store.diskFull, onDisk('told')]).toEqual([false, '']);
    later();
    put('later');
    expect([get('told'), get('after'), onDisk('later')]).toEqual(['', '', '']);
  });

  it('is reported at once to another program, which does not wait', () => {
    store.holdWhileFull();
    put('before');
    const other = FleetStore.open(join(disk.path, 'fleet.db'));
    try {
      other.holdWhileFull();
      disk.fill();
      later();
      put('held');
      const write = (): void => {
        other.write(() => {
          other.meta.put('other', '');
        });
      };
      expect(write).toThrow(/another program of py-perf/u);
      expect(other.diskFull).toBe(true);
      expect(other.read(() => other.meta.get('before'))).toBe('');
      disk.free();
      later();
      put('stored');
      later();
      write();
      expect([get('other'), other.read(() => other.meta.get('held'))]).toEqual(['', '']);
    } finally {
      other.close();
    }
  });

  it('still stops a program without viewers, which must not hold', () => {
    put('before');
    disk.fill();
    expect(() => {
      for (let index = 0; index < 100; index += 1) put(String(index), 'x'.repeat(50_000));
    }).toThrow(/disk is full/u);
    expect(get('before')).toBe('');
  });
});

describe('a quota that is used up', () => {
  /** SQLite's error in that case; no file system that this machine can mount causes it. */
  const refused = Object.assign(new Error('disk I/O error'), {
    code: 'ERR_SQLITE_ERROR',
    errcode: 778,
  });
  const fail = (): void => {
    store.write(() => {
      throw refused;
    });
  };

  beforeEach(() => {
    store.close();
    disk.unmount();
    disk = mountSmallDisk(128 * 1024);
    store = FleetStore.open(join(disk.path, 'fleet.db'));
    store.holdWhileFull();
  });
  afterEach(() => {
    quota.bytes = Infinity;
  });

  it('is noticed by a failed write although the disk has room: the next ones are held', () => {
    quota.bytes = 0;
    expect(fail).toThrow(/a quota on the disk is used up/u);
    put('told');
    later();
    put('told again');
    expect([store.diskFull, get('told'), onDisk('told')]).toEqual([true, '', null]);
    quota.bytes = Infinity;
    later();
    put('after');
    expect(store.diskFull).toBe(false);
    expect(['told', 'told again', 'after'].map(onDisk)).toEqual(['', '', '']);
  });

  it('is not assumed if a disk fails for another reason', () => {
    expect(fail).toThrow(/or the disk fails/u);
    put('stored');
    expect([store.diskFull, onDisk('stored')]).toEqual([false, '']);
  });
});
