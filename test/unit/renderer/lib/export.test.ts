import { describe, expect, it } from 'vitest';
import type { HostSeries } from '../../../../contract/fleet.ts';
import { eventsCsv, hostJson, hostsCsv, seriesCsv } from '../../../../renderer/lib/export.ts';
import { toCsv } from '../../../../contract/csv.ts';
import { makeRows, NOW } from '../make.ts';

const series: HostSeries = {
  sourceId: 'default',
  hostname: 'web-01',
  start: NOW,
  step: 60,
  count: 3,
  metrics: {
    cpu: { mean: Float32Array.of(12.345, Number.NaN, 3) },
    load1: { mean: Float32Array.of(0.5, Number.NaN, Number.NaN) },
    battery: { mean: Float32Array.of(Number.NaN, Number.NaN, Number.NaN) },
  },
  pendingHours: 0,
  revision: 1,
};

describe('toCsv', () => {
  it('escapes spreadsheet formulas', () => {
    expect(toCsv([['=1+1', '+x', '-x', '@x', '\tx', 'a=b', '\t=x', '\uff1dx']])).toBe(
      "'=1+1,'+x,'-x,'@x, x,a=b,' =x,'\uff1dx\r\n",
    );
  });

  it('contains no terminal control characters', () => {
    expect(toCsv([['a\u001b[31mb\u202e', 'x\u009b2Jy']])).toBe('ab,xy\r\n');
  });

  it('quotes commas, quotes and line ends, and keeps numbers as numbers', () => {
    expect(toCsv([['a,b', 'say "x"', 'two\nlines', -1.5, null, Number.NaN]])).toBe(
      '"a,b","say ""x""","two\nlines",-1.5,,\r\n',
    );
    expect(toCsv([['=HYPERLINK("x")']])).toBe('"\'=HYPERLINK(""x"")"\r\n');
  });
});

describe('hostsCsv', () => {
  it('hostsCsv has a line per host, with its labels, and empty cells for unknown values', () => {
    const rows = makeRows({ hostname: '=cmd', newest: { memory: 40 }, firstSeen: null });
    const [head, line] = hostsCsv(rows, () => ['a', 'b']).split('\r\n');
    expect(head).toContain('hostname,state,cpu_percent');
    expect(line?.split(',')).toHaveLength(head?.split(',').length ?? 0);
    expect(line).toMatch(/^'=cmd,online,+40,+2025-11-24T\d\d:\d\d:\d\dZ,,Linux,v2,default,a; b$/u);
  });

  it('has the fullest disk and every custom metric in columns of their own', () => {
    const rows = makeRows(
      { fullest: { mount: '/srv/"a"', percent: 97.25 }, custom: [{ name: 'b', value: -2 }] },
      { custom: [{ name: '__proto__', value: 0 }] },
      {},
    );
    const lines = hostsCsv(rows, () => []).split('\r\n');
    const place = lines[0]?.split(',').indexOf('fullest_mount');
    const cells = lines.slice(0, 4).map((line) => line.split(',').slice(place, (place ?? 0) + 4));
    expect(cells).toEqual([
      ['fullest_mount', 'fullest_mount_percent', 'custom __proto__', 'custom b'],
      ['"/srv/""a"""', '97.3', '', '-2'],
      ['', '', '0', ''],
      ['', '', '', ''],
    ]);
  });

  it('writes values as measured, and leaves out times outside the calendar', () => {
    const newest = { cpu: 1.127_465_644_063_055_7, memory: 40 };
    const rows = makeRows({ newest, firstSeen: 1e120 });
    const [, line] = hostsCsv(rows, () => []).split('\r\n');
    expect(line).toMatch(/^web-01,online,1\.1,/u);
    expect(line).toMatch(/Z,,Linux,v2,default,$/u);
  });
});

describe('seriesCsv', () => {
  it('leaves out steps and metrics without samples', () => {
    expect(seriesCsv(series).trim().split('\r\n')).toEqual([
      'time,cpu_percent,load_avg_1m',
      '2025-11-24T16:00:00Z,12.35,0.5',
      '2025-11-24T16:02:00Z,3,',
    ]);
  });
});

describe('hostJson', () => {
  it('hostJson is the host, its labels and its samples', () => {
    const [row] = makeRows({});
    if (row === undefined) throw new Error('no row');
    const parsed = JSON.parse(hostJson(row, ['ci'], series)) as Record<string, unknown>;
    expect(parsed).toMatchObject({
      host: { hostname: 'web-01', labels: ['ci'] },
      stepSeconds: 60,
      samples: [
        { time: NOW, cpu_percent: 12.35, load_avg_1m: 0.5 },
        { time: NOW + 120, cpu_percent: 3 },
      ],
    });
  });
});

describe('eventsCsv', () => {
  it('writes times in UTC, leaves the end of ongoing events empty, and escapes names', () => {
    const event = { sourceId: 'default', hostname: '=cmd()', at: 1_700_000_000 };
    const acknowledged = { at: 1_700_000_030, note: '=Ben, on it' };
    const [, offline, cpu, slower] = eventsCsv([
      { ...event, kind: 'offline', endedAt: null, acknowledged },
      {
        ...event,
        kind: 'cpu',
        endedAt: 1_700_000_060,
        peak: 97.5,
        threshold: 90,
        maintenance: true,
      },
      { ...event, kind: 'slower', endedAt: null, peak: 58, threshold: 25, subject: '=load' },
    ]).split('\r\n');
    expect(offline).toBe(
      'offline,\'=cmd(),default,2023-11-14T22:13:20Z,,,,,,no,2023-11-14T22:13:50Z,"\'=Ben, on it",',
    );
    expect(cpu).toBe(
      "cpu,'=cmd(),default,2023-11-14T22:13:20Z,2023-11-14T22:14:20Z,60,97.5,90,percent,yes,,,",
    );
    expect(slower).toBe("slower,'=cmd(),default,2023-11-14T22:13:20Z,,,58,25,percent,no,,,'=load");
  });
});
