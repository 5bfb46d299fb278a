import { describe, expect, it } from 'vitest';
import { severityOf } from '../../../contract/alert-notices.ts';
import { ALERT_KINDS, isAlertKind } from '../../../contract/alerts.ts';
import type { ChannelAlert } from '../../../contract/channels.ts';
import { LOCALES } from '../../../contract/locale.ts';
import { channelWords } from '../../../platform/channel-words.ts';

const AT = Date.parse('2026-11-30T14:05:00Z') / 1000;

function alert(kind: string, change: Partial<ChannelAlert> = {}): ChannelAlert {
  return {
    id: 'a',
    kind,
    metric: kind === 'unusual' ? 'cpu' : null,
    severity: isAlertKind(kind) ? severityOf(kind) : 'info',
    hostname: 'web-1',
    labels: [],
    startedAt: AT,
    endedAt: null,
    value: null,
    threshold: null,
    note: '',
    ...change,
  };
}

describe.each(LOCALES)('in %s', (locale) => {
  it('has its own texts for begin and end of each kind, for one host and for many', () => {
    const kinds = [...ALERT_KINDS, 'a-kind-of-tomorrow'];
    const titles = kinds.flatMap((kind) =>
      (kind === 'rebooted'
        ? ['firing' as const]
        : ['firing' as const, 'resolved' as const]
      ).flatMap((state) =>
        [1, 3].map((n) => {
          const alerts = Array.from({ length: n }, () => alert(kind, { value: 3, threshold: 5 }));
          return channelWords({ state, alerts }, locale).title;
        }),
      ),
    );
    expect(titles.filter((title) => /[{}|]|channel\./u.test(title))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('a message', () => {
  it('names the slower function, without control characters, if the sender knows it', () => {
    const slow = alert('slower', { value: 58, threshold: 25, subject: 'load\u001b[2J<b>' });
    const { title, text } = channelWords({ state: 'firing', alerts: [slow] }, 'en');
    expect(title).toMatch(/^web-1: load.*<b> takes 58% longer$/u);
    expect(title).not.toContain('\u001b');
    expect(text).toContain('takes 58% longer, found 2026-11-30 14:05 UTC');
    const several = alert('slower', { value: 58, threshold: 25, subject: 'load, parse' });
    expect(channelWords({ state: 'firing', alerts: [several] }, 'en').title).toMatch(
      /: load, parse take up to 58% longer$/u,
    );
    const both = channelWords({ state: 'firing', alerts: [several, slow] }, 'en');
    expect(both.title).toBe('Functions take longer on 1 host');
    const unknown = channelWords({ state: 'firing', alerts: [alert('slower', {})] }, 'de').title;
    expect(unknown).toBe('web-1: ? dauert ? % länger');
  });

  it('states when a disk is full, and when a host rebooted', () => {
    const full = alert('filling', { value: 3, threshold: 5 });
    expect(channelWords({ state: 'firing', alerts: [full] }, 'en')).toEqual({
      title: 'web-1: disk full in 3 to 5 days',
      text: 'web-1: full in 3 to 5 days, found 2026-11-30 14:05 UTC',
    });
    const open = alert('filling', { value: 1 });
    expect(channelWords({ state: 'firing', alerts: [open] }, 'en').title).toBe(
      'web-1: disk full in 1 day at the earliest',
    );
    const reboot = alert('rebooted', { endedAt: AT });
    expect(channelWords({ state: 'firing', alerts: [reboot] }, 'en')).toEqual({
      title: 'web-1 rebooted',
      text: 'web-1: 2026-11-30 14:05 UTC',
    });
  });

  it('carries the note of an acknowledgement, on one line', () => {
    const noted = alert('offline', { note: 'I am on it\n\u001b[31mBen' });
    const { title, text } = channelWords({ state: 'acknowledged', alerts: [noted] }, 'en');
    expect(title).toBe('Acknowledged: web-1 went offline');
    expect(text).not.toMatch(/[\n\u001b]/u);
    expect(text).toContain('I am on it');
  });
});
