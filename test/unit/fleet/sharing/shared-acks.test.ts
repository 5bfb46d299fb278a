import { describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S } from '../../../../contract/time.ts';
import { changed, type Fields } from '../../../../fleet/sharing/register.ts';
import {
  pathsOf,
  saidTo,
  teamSays,
  type LastingAlert,
} from '../../../../fleet/sharing/shared-acks.ts';
import { NOT_NOTIFIED, type AlertRow } from '../../../../fleet/store/alert-row.ts';

const NOW = 1_795_000_000;

function alertAt(startedAt: number, change: Partial<AlertRow> = {}): LastingAlert {
  const row = { ...NOT_NOTIFIED, kind: 'cpu', metric: null, startedAt, ...change } as AlertRow;
  return { row, hostname: 'a/b' };
}

const fieldsAt = (...paths: string[]): Fields =>
  new Map(paths.map((path) => [path, changed([], 'aaaa', NOW * 1000, true)]));

describe('the path of what is said to an alert', () => {
  it('is that of the nearest one that others saw begin within ten minutes', () => {
    const fields = fieldsAt(
      `ack/a%2Fb/cpu/${String(NOW - 590)}`,
      `ack/a%2Fb/cpu/${String(NOW + 60)}`,
      `ack/a%2Fb/memory/${String(NOW)}`,
      'ack/a%2Fb/cpu/soon',
    );
    expect([...pathsOf([alertAt(NOW)], fields).keys()]).toEqual([
      `ack/a%2Fb/cpu/${String(NOW + 60)}`,
    ]);
    expect([...pathsOf([alertAt(NOW + 700)], fields).keys()]).toEqual([
      `ack/a%2Fb/cpu/${String(NOW + 700)}`,
    ]);
  });

  it('uses the notified beginning, and the metric of an unusual one', () => {
    const told = alertAt(NOW, { notifiedStart: NOW - 60 });
    const unusual = alertAt(NOW, { kind: 'unusual', metric: 'cpu' });
    expect([...pathsOf([told, unusual], new Map()).keys()]).toEqual([
      `ack/a%2Fb/cpu/${String(NOW - 60)}`,
      `ack/a%2Fb/unusual:cpu/${String(NOW)}`,
    ]);
  });
});

describe('what the team says', () => {
  const said = (value: unknown, at = NOW) =>
    teamSays({ value: value as never, replica: 'aaaa', clock: { aaaa: at * 1000 } }, NOW);

  it('is applied with its time, never a future one', () => {
    expect(said({ state: 'acknowledged', note: 'on it' }, NOW - 60)).toEqual({
      ackedAt: NOW - 60,
      ackNote: 'on it',
      snoozedUntil: null,
    });
    expect(said({ state: 'acknowledged', note: '' }, NOW + HOUR_S)).toMatchObject({
      ackedAt: NOW,
      ackNote: null,
    });
    expect(said({ state: 'snoozed', until: NOW + HOUR_S })).toMatchObject({
      ackedAt: null,
      snoozedUntil: NOW + HOUR_S,
    });
    expect(said(undefined)).toEqual({ ackedAt: null, ackNote: null, snoozedUntil: null });
  });

  it.each([
    ['text', 'acknowledged'],
    ['a long note', { state: 'acknowledged', note: 'x'.repeat(300) }],
    ['a snooze of years', { state: 'snoozed', until: NOW + 400 * DAY_S }],
    ['a snooze without an end', { state: 'snoozed' }],
    ['more than is known', { state: 'acknowledged', note: '', by: 'x' }],
  ])('is ignored if it is invalid: %s', (_name, value) => {
    expect(said(value)).toBeNull();
  });

  it('is empty without acknowledgements', () => {
    expect(teamSays(undefined, NOW)).toBeNull();
    expect(saidTo(NOT_NOTIFIED, NOW)).toBeUndefined();
    expect(saidTo({ ...NOT_NOTIFIED, snoozedUntil: NOW - 1 }, NOW)).toBeUndefined();
  });
});
