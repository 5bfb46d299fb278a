import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AlertNotice } from '../../../../contract/alert-notices.ts';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { AlertScene } from '../../../support/alert-scene.ts';
import { checkProperty } from '../../../support/property.ts';

/*
 * An independent oracle for alerts and notices: it knows every sample of a host and when it was uploaded, and nothing
 * of the product but its rules.
 */

const START = hourOf(1_795_500_000);
const LENGTH = 200;
const RUNS = 12;
const RULE = { enabled: true, above: 90, clearBelow: 80, forMinutes: 5 };
const ALWAYS = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' };

/** What the viewer does at a minute: `minutes` pass until it looks again. `lose`: it is killed before it shows its next notice. */
interface Step {
  at: number;
  what: 'sleep' | 'restart' | 'crash' | 'quiet' | 'late' | 'lose';
  minutes: number;
}

const values = fc
  .array(fc.tuple(fc.constantFrom(95, 92, 85, 40, 40, NaN), fc.integer({ min: 2, max: 25 })), {
    minLength: 6,
    maxLength: 40,
  })
  .map((stretches) =>
    [20, ...stretches.flatMap(([value, length]) => Array.from({ length }, () => value))].slice(
      0,
      LENGTH,
    ),
  );

const steps = (...what: Step['what'][]) =>
  fc
    .array(
      fc.record({
        at: fc.integer({ min: 1, max: LENGTH - 1 }),
        what: fc.constantFrom(...what),
        minutes: fc.integer({ min: 1, max: 60 }),
      }),
      { maxLength: 6 },
    )
    .map((list) => list.toSorted((a, b) => a.at - b.at));

interface Span {
  /** Minutes since the start: where it begins, where it becomes an alert, and where it ends. */
  from: number;
  raised: number;
  to: number;
}

/** Alerts, by the words of the documentation. */
function alertsOf(cpu: readonly number[]): Span[] {
  const found: Span[] = [];
  for (let at = 0; at < cpu.length; at += 1) {
    let end = at;
    let last = at;
    while (end < cpu.length && !((cpu[end] ?? 0) < RULE.above) && end - last <= 6) {
      if (!Number.isNaN(cpu[end])) last = end;
      if (last - at + 1 >= RULE.forMinutes) break;
      end += 1;
    }
    if (Number.isNaN(cpu[at]) || last - at + 1 < RULE.forMinutes) continue;
    let below = last;
    while (below < cpu.length && !((cpu[below] ?? 0) < RULE.clearBelow)) below += 1;
    const before = lastSample(cpu, below);
    const to = below === cpu.length ? Infinity : below - before > 6 ? before + 1 : below;
    found.push({ from: at, raised: last, to });
    at = below;
  }
  return found;
}

/** Silences of six minutes and more during which the source may be read; the last one has not ended. */
function silencesOf(cpu: readonly number[]): Span[] {
  const present = cpu.flatMap((value, at) => (Number.isNaN(value) ? [] : [at]));
  return present.flatMap((from, index) => {
    const to = present[index + 1] ?? Infinity;
    return to - from >= 6 ? [{ from, raised: from + 5, to }] : [];
  });
}

function lastSample(cpu: readonly number[], before: number): number {
  for (let at = before - 1; at >= 0; at -= 1) if (!Number.isNaN(cpu[at])) return at;
  return -1;
}

interface Told {
  /** Minutes since the start. */
  at: number;
  notice: AlertNotice;
}

/**
 * Lets a host live through its minutes while the viewer runs, sleeps or restarts; returns the notices, and the minutes
 * not read in time.
 */
function live(scene: AlertScene, cpu: readonly number[], list: readonly Step[]) {
  const told: Told[] = [];
  const late = new Set<number>();
  const storedAt = new Map<number, number>();
  const origin = scene.now;
  let stored = 0;
  let reported = 0;
  let heldBack = 0;
  let quietUntil = 0;
  let losing = 0;
  const minute = () => Math.round((scene.now - origin) / MINUTE_S);
  const look = (): void => {
    const now = Math.min(minute(), cpu.length);
    if (minute() > heldBack) {
      scene.report('db', origin + stored * MINUTE_S, cpu.slice(stored, now));
      for (let at = stored; at < now; at += 1) storedAt.set(at, minute());
      stored = Math.max(stored, now);
    }
    const missing = minute() - reported;
    scene.report(
      'web',
      scene.now - missing * MINUTE_S,
      Array.from({ length: missing }, () => 20),
    );
    reported = minute();
    scene.shows = losing === 0;
    scene.sync();
    const unshown = scene.shows ? [] : scene.queued();
    if (unshown.length > 0) {
      const found = minute();
      scene.shows = true;
      // A summary that comes with the next one would count here for both.
      scene.crash(unshown.includes('summary') ? MINUTE_S : losing * MINUTE_S);
      losing = 0;
      // A repeated notice has the knowledge of the time when it was found.
      told.push(...scene.takeNotices().map((notice) => ({ at: found, notice })));
    }
    if (quietUntil > 0 && minute() >= quietUntil) {
      quietUntil = 0;
      scene.configure({ cpu: RULE });
    }
    told.push(...scene.takeNotices().map((notice) => ({ at: minute(), notice })));
  };
  const queue = [...list];
  while (minute() < LENGTH + 40) {
    const step = queue[0];
    if (step === undefined || step.at > minute()) {
      scene.clock.advance(MINUTE_S);
      look();
      continue;
    }
    queue.shift();
    if (step.what === 'late') {
      heldBack = minute() + step.minutes;
      for (let at = stored; at < heldBack; at += 1) late.add(at);
    } else if (step.what === 'quiet') {
      quietUntil = minute() + step.minutes;
      scene.configure({
        cpu: RULE,
        quietHours: { enabled: true, timeZone: 'UTC', periods: [ALWAYS] },
      });
    } else if (step.what === 'sleep') scene.clock.advance(step.minutes * MINUTE_S);
    else if (step.what === 'lose') losing = step.minutes;
    else if (step.what === 'restart') scene.restart(step.minutes * MINUTE_S);
    else scene.crash(step.minutes * MINUTE_S);
    told.push(...scene.takeNotices().map((notice) => ({ at: minute(), notice })));
  }
  heldBack = 0;
  for (let count = 0; count < 100; count += 1) {
    scene.clock.advance(MINUTE_S);
    look();
  }
  return { told, late, storedAt };
}

/** The notices of one kind against the expected ones: none twice. Returns those that are missing. */
function untold(
  spans: readonly Span[],
  told: readonly Told[],
  kind: 'cpu' | 'offline',
  knownAt: (span: Span) => number,
): Span[] {
  const left = new Set(spans);
  for (const { at, notice } of told) {
    const named = notice.kind === 'summary' ? (notice[kind] ?? 0) > 0 : notice.kind === kind;
    if (!named) continue;
    const covered = [...left].filter((span) => knownAt(span) <= at);
    expect(covered, `told at ${String(at)}: ${JSON.stringify(notice)}`).not.toEqual([]);
    for (const span of covered) left.delete(span);
  }
  return [...left];
}

function sceneFor(): AlertScene {
  const scene = new AlertScene(START, { cpu: RULE });
  scene.begin({ web: 20, db: 20 });
  return scene;
}

it('thresholds: the alerts match a plain replay, none is notified twice, and none found in time is lost', () => {
  checkProperty(
    fc.property(
      values,
      steps('sleep', 'restart', 'crash', 'quiet', 'late', 'lose'),
      (cpu, list) => {
        const scene = sceneFor();
        const origin = scene.now;
        const { told, late, storedAt } = live(scene, cpu, list);
        const spans = alertsOf(cpu);
        const stored = scene.stored().filter(({ kind }) => kind === 'cpu');
        scene.dispose();
        const minutes = (time: number | null) =>
          time === null ? Infinity : (time - origin) / MINUTE_S;
        expect(
          stored.map(({ startedAt, endedAt }) => [minutes(startedAt), minutes(endedAt)]),
        ).toEqual(spans.map(({ from, to }) => [from, to]));
        const timely = ({ from, to }: Span) =>
          !Array.from({ length: Math.min(to, LENGTH) - from + 1 }, (_, at) => from + at).some(
            (at) => late.has(at),
          );
        const knownAt = ({ raised }: Span) => storedAt.get(raised) ?? Infinity;
        expect(untold(spans, told, 'cpu', knownAt).filter(timely)).toEqual([]);
      },
    ),
    { runs: RUNS, endOnFailure: true },
  );
}, 120_000);

it('silences: none is notified twice, and no lasting one is lost', () => {
  checkProperty(
    fc.property(values, steps('sleep', 'restart', 'crash', 'quiet', 'lose'), (cpu, list) => {
      const scene = sceneFor();
      const { told } = live(scene, cpu, list);
      scene.dispose();
      // One that is over before its beginning was notified is not sent; a summary has it.
      const lost = untold(silencesOf(cpu), told, 'offline', ({ raised }) => raised + 1).filter(
        ({ from, to }) => to - from > 13,
      );
      expect(lost).toEqual([]);
    }),
    { runs: RUNS, endOnFailure: true },
  );
}, 120_000);
