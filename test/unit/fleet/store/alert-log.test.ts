import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTIFY_STATE, NOT_NOTIFIED, type AlertRow } from '../../../../fleet/store/alert-row.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const START = 1_795_500_000;

let store: FleetStore;
let host: number;

beforeEach(() => {
  store = openBlankStore();
  host = store.hosts.ensure({ sourceId: 'default', hostname: 'web' });
  store.write(() => {
    store.alertLog.add({
      host,
      kind: 'cpu',
      startedAt: START,
      endedAt: null,
      resolvedBy: null,
      lastAt: START,
      peak: 95,
      threshold: 90,
      maintenance: false,
      notifyState: NOTIFY_STATE.pending,
      notedAt: START,
      ...NOT_NOTIFIED,
    });
  });
});

afterEach(() => {
  store.close();
});

function only(): AlertRow {
  const [row] = store.read(() => store.alertLog.within(0, Infinity));
  if (row === undefined) throw new Error('there is no alert');
  return row;
}

function ended(row: AlertRow): AlertRow {
  return { ...row, endedAt: START + 60, resolvedBy: START + 60, notifyState: NOTIFY_STATE.done };
}

describe('while alerts are held', () => {
  it('an alert that changes twice is stored in its last state', () => {
    const { alertLog } = store;
    store.write(() => {
      alertLog.holding(() => {
        alertLog.put({ ...only(), peak: 97 });
        const [row] = alertLog.open();
        if (row !== undefined) alertLog.put({ ...row, notifyState: NOTIFY_STATE.begun });
      });
    });
    expect(only()).toMatchObject({ peak: 97, notifyState: NOTIFY_STATE.begun });
  });

  it.each([
    ['since', () => store.alertLog.since(START)],
    ['within', () => store.alertLog.within(START, START + 60)],
    ['withinOf', () => store.alertLog.withinOf('cpu', START, START + 60)],
  ])('%s returns pending changes', (_name, read) => {
    store.write(() => {
      store.alertLog.holding(() => {
        store.alertLog.put(ended(only()));
        expect(read()).toEqual([ended(only())]);
      });
    });
  });

  it('an alert that changes and is removed stays removed', () => {
    store.write(() => {
      store.alertLog.holding(() => {
        const row = only();
        store.alertLog.put({ ...row, peak: 99 });
        store.alertLog.remove(row.id);
      });
    });
    expect(store.read(() => store.alertLog.within(0, Infinity))).toEqual([]);
  });

  it('nothing of a failed transaction is stored, then or later', () => {
    const { alertLog } = store;
    const failing = (): void => {
      store.write(() => {
        alertLog.holding(() => {
          alertLog.put({ ...only(), peak: 99 });
          throw new Error('the look failed');
        });
      });
    };
    expect(failing).toThrow('the look failed');
    store.write(() => {
      alertLog.holding(() => undefined);
    });
    expect(only().peak).toBe(95);
  });
});

describe('alerts of one kind', () => {
  it('exclude other kinds, and those that ended before the range', () => {
    const { alertLog } = store;
    const of = (kind: AlertRow['kind'], from: number): AlertRow[] =>
      store.read(() => alertLog.withinOf(kind, from, Infinity));
    expect(of('cpu', START)).toHaveLength(1);
    expect(of('offline', START)).toEqual([]);
    store.write(() => {
      alertLog.put(ended(only()));
    });
    expect(of('cpu', START + 60)).toEqual([]);
  });
});
