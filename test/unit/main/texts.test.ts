import { describe, expect, it } from 'vitest';
import type { AlertNotice } from '../../../contract/alerts.ts';
import { messageOf } from '../../../main/texts.ts';

const ref = (hostname: string) => ({ sourceId: 'default', hostname });
const fourteen = Array.from({ length: 14 }, (_, index) => ref(`web-${String(index)}`));

type Summary = Extract<AlertNotice, { kind: 'summary' }>;

function summary(counts: Partial<Summary>): string {
  const none = { offline: 0, stillOffline: 0, back: 0, cpu: 0, memory: 0, disk: 0 };
  return messageOf({ kind: 'summary', since: 0, until: 1, host: null, ...none, ...counts }).body;
}

describe('a notice in words', () => {
  it('names one host, and opens it', () => {
    expect(messageOf({ kind: 'offline', hosts: [ref('db')] })).toEqual({
      title: 'db went offline',
      body: 'No sample for 6 minutes.',
      host: ref('db'),
    });
    expect(messageOf({ kind: 'back', hosts: [ref('db')] }).title).toBe('db came back');
  });

  it('counts many hosts, names a few, and opens the overview', () => {
    expect(messageOf({ kind: 'offline', hosts: fourteen })).toEqual({
      title: '14 hosts went offline',
      body: 'web-0, web-1, web-2 and 11 more',
      host: null,
    });
  });

  it('says how high a value is, and for how long', () => {
    const hosts = [{ ...ref('db-03'), value: 97.2, threshold: 90, minutes: 15 }];
    expect(messageOf({ kind: 'cpu', hosts })).toEqual({
      title: 'db-03: CPU at 97 % for 15 minutes',
      body: 'The threshold is 90 %.',
      host: ref('db-03'),
    });
    const two = [...hosts, { ...ref('web'), value: 91, threshold: 90, minutes: 1 }];
    expect(messageOf({ kind: 'memory', hosts: two })).toEqual({
      title: '2 hosts: Memory above 90 %',
      body: 'db-03 at 97 %, web at 91 %',
      host: null,
    });
  });

  it('sums up what was missed', () => {
    expect(summary({ offline: 3, stillOffline: 1, cpu: 2 })).toBe(
      '3 hosts went offline, 1 still is; 2 CPU alerts',
    );
    expect(summary({ offline: 2, stillOffline: 2 })).toBe(
      '2 hosts went offline, and all still are',
    );
    expect(summary({ offline: 5, back: 1, disk: 1 })).toBe(
      '5 hosts went offline, and all came back; 1 host came back; 1 disk alert',
    );
    expect(summary({ offline: 1, stillOffline: 1, host: ref('db') })).toBe(
      'db went offline and still is',
    );
    expect(summary({ memory: 1, host: ref('db') })).toBe('db: Memory above its threshold');
  });
});
