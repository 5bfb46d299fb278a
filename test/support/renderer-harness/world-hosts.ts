import type { HostSeries, MetricSeries } from '../../../contract/fleet.ts';
import type { HostSummary } from '../../../contract/host.ts';
import type { ParsedInput } from '../../../contract/requests.ts';
import type { HostFacts } from '../../../contract/sample.ts';
import type { Settings } from '../../../contract/settings.ts';
import { sequence } from './sequence.ts';
import { noise, sine } from './waves.ts';
import { failsOf, UNREAD_S } from './world-source.ts';
import type { HarnessOptions } from './world.ts';

/** Labels of the made-up hosts. */
export const LABELS: Settings['labels'] = {
  'default/web-01.fra.example.net': ['production', 'rack 3'],
  'default/db-01.fra.example.net': ['production'],
  'default/build-01.fra.example.net': ['ci'],
};
const ROLES = ['web', 'db', 'cache', 'queue', 'build', 'gpu'] as const;
const HOSTILE = [
  '<img src=x onerror=alert(1)><b>bold</b>',
  'שרת-ראשי.דוגמה ‮reversed',
  'mac#with#hash 🦊🔥',
  'x'.repeat(253),
  'ｗｉｄｅ-ホスト名',
];

/** The hosts, from the same numbers in every run. */
export function makeHosts(
  { hosts: count = 0, hostile, alerts, source, neverSeen, silent }: HarnessOptions,
  now: number,
): HostSummary[] {
  return Array.from({ length: count }, (_, i) => {
    const random = sequence(i + 1);
    const role = ROLES[i % ROLES.length] ?? 'web';
    const number = String(Math.floor(i / ROLES.length) + 1).padStart(2, '0');
    const fate = random();
    const unread = failsOf(source) === null ? 0 : UNREAD_S;
    const gone = count > 3 && i > 2;
    const heard =
      gone && fate < 0.02 ? 200_000 : gone && fate < 0.05 ? 900 + fate * 20_000 : fate * 80;
    const age = heard + (silent === true ? 900 : 0);
    return {
      sourceId: 'default',
      hostname: (hostile === true ? HOSTILE[i] : undefined) ?? `${role}-${number}.fra.example.net`,
      // The first is this machine.
      lastSeen: neverSeen === true && i === 1 ? null : now - age - (i === 0 ? 0 : unread),
      firstSeen: now - 9_000_000 - i * 3600,
      newest:
        neverSeen === true && i === 1
          ? {}
          : {
              cpu: Math.round((i % 37 === 4 ? 93 + random() * 6 : random() ** 2 * 80) * 10) / 10,
              memory: Math.round((30 + random() * 55) * 10) / 10,
              ...(alerts === true ? { disk: Math.round(40 + random() * 45) } : {}),
            },
      platform: ['Linux', 'Linux', 'Darwin', 'Windows'][i % 4] ?? null,
      layout: (['v2', 'v2', 'v2', 'both', 'legacy', 'local'] as const)[i % 6] ?? 'v2',
      ...namedOf(role, i),
    };
  });
}

/** Details that hosts of two roles report besides their metrics. */
function namedOf(role: (typeof ROLES)[number], i: number): Pick<HostSummary, 'fullest' | 'custom'> {
  if (role !== 'db' && role !== 'queue') return {};
  const mount = role === 'db' ? '/srv/postgres/data' : '/';
  const custom = [
    {
      name: 'backup_age_seconds{job="nightly",target="offsite-archive-02"}',
      value: 3600 * (i + 1) + 0.5,
    },
    ...(role === 'queue' ? [{ name: 'queue_length', value: 12 * i }] : []),
  ];
  return { fullest: { mount, percent: 97.2 - i / 3 }, custom };
}

/** The answer of `hostSeries`: waves, with gaps. */
export function makeSeries(input: ParsedInput<'hostSeries'>, now: number): HostSeries {
  const { sourceId, hostname, from, to } = input;
  const span = to - from;
  const step = span <= 2 * 86_400 ? 60 : span <= 40 * 86_400 ? 900 : 86_400 / 4;
  const start = Math.floor(from / step) * step;
  const count = Math.ceil((to - start) / step);
  const metrics: HostSeries['metrics'] = {};
  input.metrics.forEach((metric, index) => {
    if (metric === 'temperature' || metric === 'battery') return;
    const scale = metric.startsWith('load')
      ? 0.06
      : /^(disk(Read|Write)|net)/u.test(metric)
        ? 40_000
        : 1;
    const seed = index + 1 + hostname.length * 31 + hostname.charCodeAt(0) * 7;
    metrics[metric] = makeMetric({ start, step, count, now, seed, scale });
  });
  return {
    sourceId,
    hostname,
    start,
    step,
    count,
    metrics,
    facts: FACTS,
    pendingHours: 0,
    revision: 1,
  };
}

/** The registry's facts about the machine. */
const FACTS: HostFacts = {
  os: 'Debian GNU/Linux 13 (trixie)',
  arch: 'x64',
  cpuModel: 'AMD EPYC 7443P 24-Core Processor',
  cpuCount: 8,
  memoryTotalMb: 65_536,
};

interface Wave {
  start: number;
  step: number;
  count: number;
  now: number;
  seed: number;
  scale: number;
}

function makeMetric({ start, step, count, now, seed, scale }: Wave): MetricSeries {
  const mean = new Float32Array(count);
  const min = new Float32Array(count);
  const max = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const time = start + i * step;
    const angle = time % 1e7;
    const base =
      38 +
      24 * sine(angle / 5200 + seed * 2) +
      8 * sine(angle / 700 + seed) +
      noise(seed * 17 + i) * 9;
    // By age: a gap at an hour of the day would affect tests that read that hour.
    const hoursAgo = (now - time) / 3600;
    const inGap = Math.floor(hoursAgo) % 17 === 5 && hoursAgo % 1 > 0.25;
    const value = time > now || inGap ? Number.NaN : Math.max(0.4, base) * scale;
    mean[i] = value;
    min[i] = value * 0.6;
    max[i] = Math.min(value * 1.5, 99 * scale);
  }
  return step > 60 ? { mean, min, max } : { mean };
}
