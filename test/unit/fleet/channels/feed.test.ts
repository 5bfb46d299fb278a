import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_S, MINUTE_S } from '../../../../contract/time.ts';
import { settingsSchema } from '../../../../contract/settings.ts';
import { feedGroups, type FeedGroup } from '../../../../fleet/channels/feed.ts';
import { messageOf } from '../../../../fleet/channels/message.ts';
import {
  withMessage,
  type DeliveryDocument,
} from '../../../../fleet/channels/delivery-document.ts';
import { NOTIFY_STATE, NOT_NOTIFIED, type AlertRow } from '../../../../fleet/store/alert-row.ts';
import type { FleetStore } from '../../../../fleet/store/store.ts';
import { openBlankStore } from '../../../support/blank-store.ts';

const NOW = 1_795_000_020;
const SOURCE = 'default';

let directory: string;
let store: FleetStore;
let now: number;
let document: DeliveryDocument;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'py-perf-feed-'));
  store = openBlankStore(join(directory, 'fleet.db'));
  now = NOW;
  document = { fleet: 'f', alerts: [], open: [] };
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** An alert begins as the evaluation of samples would write it. */
function begin(hostname: string, change: Partial<AlertRow> = {}): void {
  store.write(() => {
    store.alertLog.add({
      host: store.hosts.ensure({ sourceId: SOURCE, hostname }),
      kind: 'offline',
      startedAt: now,
      endedAt: null,
      resolvedBy: null,
      lastAt: now,
      peak: null,
      threshold: null,
      maintenance: false,
      notifyState: NOTIFY_STATE.pending,
      notedAt: now,
      ...NOT_NOTIFIED,
      ...change,
    });
  });
}

/** A host that rebooted, which its next upload reveals. */
function reboot(hostname: string): void {
  begin(hostname, { kind: 'rebooted', endedAt: now, resolvedBy: now });
}

function change(hostname: string, to: Partial<AlertRow>): void {
  store.write(() => {
    const host = store.hosts.ensure({ sourceId: SOURCE, hostname });
    for (const row of store.alertLog.since(0))
      if (row.host === host) store.alertLog.put({ ...row, ...to });
  });
}

function groups(alerts: z.input<typeof settingsSchema>['alerts'], baseline: number): FeedGroup[] {
  const config = settingsSchema.parse({ alerts });
  const isShown = () => true;
  return feedGroups({
    store,
    sourceId: SOURCE,
    config,
    isShown,
    readAt: now,
    baseline,
    document,
    now,
  });
}

/** The messages `seconds` later, each as `state host,host`; they count as sent. */
function told(
  seconds: number,
  alerts: z.input<typeof settingsSchema>['alerts'] = {},
  baseline = 0,
): string[] {
  now += seconds;
  return groups(alerts, baseline).map((group) => {
    const { message, alerts: changed } = messageOf(document, group, ['hook'], now);
    document = withMessage(document, message, changed);
    return `${group.state} ${group.alerts.map(({ alert }) => alert.hostname).join(',')}`;
  });
}

describe('a reboot', () => {
  it('is sent as one message, once, if its rule is on', () => {
    reboot('web');
    expect(told(120)).toEqual([]);
    expect(told(0, { rebooted: { enabled: true } })).toEqual(['firing web']);
    expect(told(120, { rebooted: { enabled: true } })).toEqual([]);
  });

  it('leaves no incident open', () => {
    reboot('web');
    told(120, { rebooted: { enabled: true } });
    expect(document.open).toMatchObject([{ closes: [document.open[0]?.incident] }]);
  });
});

describe('a silence', () => {
  it('is sent once it has lasted as long as its rule requires', () => {
    const offline = { enabled: true, afterMinutes: 60 };
    begin('laptop', { startedAt: now - 6 * MINUTE_S });
    expect(told(10 * MINUTE_S, { offline })).toEqual([]);
    expect(told(HOUR_S, { offline })).toEqual(['firing laptop']);
  });
});

describe('what was there before anybody was to be told', () => {
  it('is not sent when it ends', () => {
    begin('web', { kind: 'cpu', startedAt: now - HOUR_S });
    const baseline = now + 60;
    expect(told(120, {}, baseline)).toEqual([]);
    change('web', { endedAt: now, resolvedBy: now, notedAt: now });
    expect(told(120, {}, baseline)).toEqual([]);
  });
});

describe('reminders', () => {
  const remindHours = 4;

  it('are sent at intervals until somebody acknowledges it; then its end is sent', () => {
    begin('web');
    expect(told(120, { remindHours })).toEqual(['firing web']);
    expect(told(3 * HOUR_S, { remindHours })).toEqual([]);
    expect(told(HOUR_S, { remindHours })).toEqual(['reminder web']);
    expect(told(HOUR_S, { remindHours })).toEqual([]);
    expect(told(3 * HOUR_S, { remindHours })).toEqual(['reminder web']);
    expect(new Set(document.open.map(({ id }) => id)).size).toBe(3);
    change('web', { ackedAt: now + 60 });
    expect(told(300, { remindHours })).toEqual(['acknowledged web']);
    expect(told(40 * HOUR_S, { remindHours })).toEqual([]);
    change('web', { endedAt: now, resolvedBy: now, notedAt: now });
    expect(told(120, { remindHours })).toEqual(['resolved web']);
  });

  it('are off by default, but a snoozed alert is repeated after the snooze', () => {
    begin('web');
    expect(told(120)).toEqual(['firing web']);
    change('web', { snoozedUntil: now + HOUR_S });
    expect(told(HOUR_S / 2)).toEqual([]);
    expect(told(HOUR_S)).toEqual(['reminder web']);
    expect(told(30 * HOUR_S)).toEqual([]);
  });

  it('follow the alert’s state, also when a snooze is undone', () => {
    begin('web');
    told(120);
    change('web', { snoozedUntil: null, reminders: 1, notifiedAt: now + 60 });
    expect(told(120)).toEqual(['reminder web']);
    expect(told(120)).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  it('is sent for a group of hosts once the last of them is acknowledged', () => {
    begin('a');
    begin('b');
    expect(told(120)).toEqual(['firing a,b']);
    change('a', { ackedAt: now + 1 });
    expect(told(300)).toEqual([]);
    change('b', { ackedAt: now + 1 });
    expect(told(300)).toEqual(['acknowledged a,b']);
  });

  it('of an unsent alert keeps it from being sent', () => {
    begin('web', { ackedAt: now });
    expect(told(300)).toEqual([]);
    change('web', { endedAt: now, resolvedBy: now, notedAt: now });
    expect(told(300)).toEqual([]);
  });
});
