import { describe, expect, it } from 'vitest';
import { METRIC_IDS } from '../../../../contract/metrics.ts';
import { LOCALES } from '../../../../contract/locale.ts';
import { Translator } from '../../../../main/system/i18n.ts';
import {
  messageOf as inWords,
  reasonOf,
  shownText,
  type ShownNotice,
} from '../../../../main/notifications/messages.ts';

const ref = (hostname: string) => ({ sourceId: 'default', hostname });
const fourteen = Array.from({ length: 14 }, (_, index) => ref(`web-${String(index)}`));

const english = new Translator('en');
const messageOf = (notice: ShownNotice, words = english) => inWords(notice, words);

type Summary = Extract<ShownNotice, { kind: 'summary' }>;

function summary(counts: Partial<Summary>, words = english): string {
  const none = { offline: 0, stillOffline: 0, back: 0, cpu: 0, memory: 0, disk: 0 };
  return messageOf({ kind: 'summary', since: 0, until: 1, host: null, ...none, ...counts }, words)
    .body;
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

  it('a notice in words counts many hosts, names a few, and opens the overview', () => {
    expect(messageOf({ kind: 'offline', hosts: fourteen })).toEqual({
      title: '14 hosts went offline',
      body: 'web-0, web-1, web-2 and 11 more',
      host: null,
    });
  });

  it('states a value and its duration', () => {
    const hosts = [{ ...ref('db-03'), value: 97.2, threshold: 90, minutes: 15 }];
    expect(messageOf({ kind: 'cpu', hosts })).toEqual({
      title: 'db-03: CPU at 97% for 15 minutes',
      body: 'The threshold is 90%.',
      host: ref('db-03'),
    });
    const two = [...hosts, { ...ref('web'), value: 91, threshold: 90, minutes: 1 }];
    expect(messageOf({ kind: 'memory', hosts: two })).toEqual({
      title: '2 hosts: Memory above 90%',
      body: 'db-03 at 97%, web at 91%',
      host: null,
    });
  });

  it('names custom metrics beyond their limits, and the full file system', () => {
    const at = { ...ref('web'), threshold: 1, minutes: 3 };
    const custom = [{ ...at, value: 1, subject: 'queue_depth > 5' }];
    expect(messageOf({ kind: 'customBeyond', hosts: custom })).toMatchObject({
      title: 'web: queue_depth > 5 for 3 minutes',
      body: 'Custom metrics beyond their limit at 1',
    });
    const disk = [{ ...at, value: 97, threshold: 90, subject: '/srv' }];
    expect(messageOf({ kind: 'disk', hosts: disk })).toMatchObject({
      title: 'web: Disk (fullest) at 97% for 3 minutes',
      body: 'The threshold is 90% (/srv).',
    });
  });

  it('names the slower function, and the number of hosts', () => {
    const hosts = [{ ...ref('batch-1'), function: 'import_orders', percent: 58 }];
    expect(messageOf({ kind: 'slower', hosts })).toEqual({
      title: 'batch-1: import_orders takes 58% longer',
      body: 'Compared with its own last weeks.',
      host: ref('batch-1'),
    });
    const two = [...hosts, { ...ref('web'), function: 'load', percent: 30 }];
    expect(messageOf({ kind: 'slower', hosts: two })).toEqual({
      title: 'Functions take longer on 2 hosts',
      body: 'batch-1: import_orders 58%, web: load 30%',
      host: null,
    });
    expect(summary({ slower: 1, host: ref('web') })).toBe('web: functions take longer');
    expect(summary({ slower: 2 })).toBe('Functions take longer on 2 hosts');
  });

  it('sums up what was missed', () => {
    expect(summary({ offline: 3, stillOffline: 1, cpu: 2 })).toBe(
      '3 hosts went offline, 1 still is; CPU: 2 alerts',
    );
    expect(summary({ offline: 2, stillOffline: 2 })).toBe(
      '2 hosts went offline, and all still are',
    );
    expect(summary({ offline: 5, back: 1, disk: 1 })).toBe(
      '5 hosts went offline, and all came back; 1 host came back; Disk (fullest): 1 alert',
    );
    expect(summary({ offline: 4, stillOffline: 2 })).toBe('4 hosts went offline, 2 still are');
    expect(summary({ offline: 1, stillOffline: 1, host: ref('db') })).toBe(
      'db went offline and still is',
    );
    expect(summary({ memory: 1, host: ref('db') })).toBe('db: Memory above its threshold');
  });
});

/** Characters that are syntax in a message, or in how values are put into it. */
const HOSTILE = 'web{n}@:tray.open|{host} $1 %s <b>';
const host = (value: number) => ({ ...ref(HOSTILE), value, threshold: 90, minutes: value });
const none = {
  since: 0,
  until: 1,
  offline: 0,
  stillOffline: 0,
  back: 0,
  cpu: 0,
  memory: 0,
  disk: 0,
};

/** Every kind of notice, of one host, of two, and of many. */
function everyNotice(): ShownNotice[] {
  const hosts = [1, 2, 5].map((count) => Array.from({ length: count }, () => host(1)));
  const counts = [
    { offline: 1 },
    { offline: 1, stillOffline: 1 },
    { offline: 2, stillOffline: 1 },
    { offline: 3, stillOffline: 2 },
    { offline: 2 },
    { back: 1, cpu: 1, memory: 1, disk: 1 },
    { back: 2, cpu: 2, memory: 2, disk: 2 },
    ...METRIC_IDS.flatMap((id) => [{ [id]: 1 }, { [id]: 2 }]),
  ];
  return [
    ...hosts.flatMap((some): ShownNotice[] => [
      { kind: 'offline', hosts: some },
      { kind: 'back', hosts: some },
      ...METRIC_IDS.map((kind) => ({ kind, hosts: some })),
    ]),
    { kind: 'cpu', hosts: [host(2)] },
    { kind: 'disk', hosts: [host(1), { ...host(1), threshold: 80 }] },
    ...counts.map((some): ShownNotice => ({ kind: 'summary', host: null, ...none, ...some })),
    ...counts
      .filter((some) => Object.values(some).every((count) => count === 1))
      .map((some): ShownNotice => ({ kind: 'summary', host: ref(HOSTILE), ...none, ...some })),
  ];
}

describe.each(LOCALES)('notices in %s', (locale) => {
  const words = new Translator(locale);

  it('are complete, and leave hostnames unchanged', () => {
    for (const notice of everyNotice()) {
      const { title, body } = messageOf(notice, words);
      for (const text of [title, body]) {
        expect(text).not.toBe('');
        expect(text.replaceAll(HOSTILE, '')).not.toMatch(/[{}|@]|(?:notice|metric)\./u);
      }
      const one = notice.kind === 'summary' ? notice.host !== null : notice.hosts.length === 1;
      if (one) expect(title + body).toContain(HOSTILE);
    }
  });

  it('every kind of notice has its own text', () => {
    const told = everyNotice().map((notice) => Object.values(messageOf(notice, words)).join('\n'));
    expect(new Set(told).size).toBe(told.length);
  });

  it('a notice says why a host needs attention', () => {
    expect(reasonOf({ kind: 'cpu', value: 97.4 }, words)).toMatch(/^CPU .*97\s?%$/u);
    expect(reasonOf(null, words)).not.toBe('');
  });
});

describe('a notice in German', () => {
  const words = new Translator('de');

  it('a notice in German counts', () => {
    expect(messageOf({ kind: 'offline', hosts: fourteen }, words)).toMatchObject({
      title: '14 Hosts sind offline',
      body: 'web-0, web-1, web-2 und 11 weitere',
    });
    expect(messageOf({ kind: 'back', hosts: fourteen.slice(0, 4) }, words).body).toBe(
      'web-0, web-1, web-2 und 1 weiterer',
    );
    expect(messageOf({ kind: 'cpu', hosts: [{ ...host(1), ...ref('db') }] }, words).title).toBe(
      'db: CPU bei 1\u00a0% seit 1 Minute',
    );
    expect(summary({ offline: 3, stillOffline: 1, cpu: 2 }, words)).toBe(
      '3 Hosts gingen offline, 1 ist es noch; CPU: 2 Warnungen',
    );
    expect(summary({ offline: 1234, back: 1 }, words)).toBe(
      '1.234 Hosts waren offline, alle sind zurück; 1 Host ist zurück',
    );
  });
});

describe('a notice in Japanese', () => {
  it('a notice in Japanese counts without plurals', () => {
    const words = new Translator('ja');
    expect(messageOf({ kind: 'offline', hosts: fourteen }, words)).toMatchObject({
      title: '14台のホストがオフラインになりました',
      body: 'web-0、web-1、web-2、ほか11台',
    });
    expect(summary({ offline: 1, stillOffline: 1, memory: 1 }, words)).toBe(
      '1台のホストがオフラインになり、今も続いています／メモリのアラート1件',
    );
  });
});

it('a name in a notification is text without markup or control characters', () => {
  const message = { title: 'a\u202eb is offline', body: '<b>web</b> & db\u001b[31m' };
  expect(shownText(message, 'linux')).toEqual({
    title: 'ab is offline',
    body: '&#60;b&#62;web&#60;/b&#62; &#38; db',
  });
  expect(shownText(message, 'darwin').body).toBe('<b>web</b> & db');
});
