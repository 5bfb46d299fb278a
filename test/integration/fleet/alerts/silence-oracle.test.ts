import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Maintenance } from '../../../../contract/alerts.ts';
import { MINUTE_S, hourOf } from '../../../../contract/time.ts';
import { AlertScene } from '../../../support/alert-scene.ts';
import { checkProperty } from '../../../support/property.ts';

/*
 * An oracle of the notifications of silence, by the documentation: a rule may wait, for a label or a host; maintenance
 * is announced, and the program restarts. All times of the model are minutes.
 */

const START = hourOf(1_795_500_000);
const LENGTH = 240;
const SILENT = 6;
const RUNS = 3;

interface Step {
  at: number;
  what: 'maintain' | 'restart' | 'crash';
  minutes: number;
}

const delay = fc.option(fc.integer({ min: SILENT, max: 45 }));
const steps = fc.array(
  fc.record({
    at: fc.integer({ min: 1, max: LENGTH - 1 }),
    what: fc.constantFrom<Step['what'][]>('maintain', 'restart', 'crash'),
    minutes: fc.integer({ min: 5, max: 60 }),
  }),
  { maxLength: 6 },
);
const reporting = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 60 })), { minLength: 3, maxLength: 12 })
  .map((parts) =>
    parts.flatMap(([reports, length]) => Array.from({ length }, () => reports)).slice(0, LENGTH),
  );

/** The notices, minute by minute. */
class Model {
  readonly said: string[] = [];
  readonly #delay: number;
  readonly #maintenance: { from: number; until: number }[] = [];
  #last: number;
  #alert: { foundAt: number; endedAt: number | null; isTold: boolean } | null = null;

  constructor(waits: number, last: number) {
    this.#delay = waits;
    this.#last = last;
  }

  maintain(from: number, until: number): void {
    this.#maintenance.push({ from, until });
  }

  /** `seen`: the host's sample of a minute is there. */
  look(now: number, seen: number | null): void {
    const isQuiet = this.#maintenance.some(({ from, until }) => from <= now && now < until);
    if (seen !== null) {
      if (this.#alert !== null) this.#alert.endedAt ??= now;
      if (this.#alert?.isTold === false) this.#alert = null;
      this.#last = seen;
    }
    // Found once; what was put off by a short return is another silence.
    if (this.#alert === null && now - this.#last === SILENT)
      this.#alert = { foundAt: now, endedAt: null, isTold: false };
    const alert = this.#alert;
    if (alert === null) return;
    if (isQuiet) {
      if (alert.endedAt !== null) this.#alert = null;
    } else if (alert.endedAt !== null) {
      if (now <= alert.endedAt) return;
      this.said.push(`${String(now)} back`);
      this.#alert = null;
    } else if (!alert.isTold && now > Math.max(alert.foundAt, this.#last + this.#delay)) {
      this.said.push(`${String(now)} offline`);
      alert.isTold = true;
    }
  }
}

it('a silence is notified after its rule’s time, and so is its end', () => {
  checkProperty(
    fc.property(reporting, steps, delay, delay, (reports, list, byLabel, byHost) => {
      const maintenance: Maintenance[] = [];
      const host = { kind: 'host', sourceId: 'default', hostname: 'db' } as const;
      const offline = (afterMinutes: number) => ({ offline: { enabled: true, afterMinutes } });
      const settings = () => ({
        overrides: [
          ...(byLabel === null
            ? []
            : [{ scope: { kind: 'label' as const, label: 'laptop' }, ...offline(byLabel) }]),
          ...(byHost === null ? [] : [{ scope: host, ...offline(byHost) }]),
        ],
        maintenance: [...maintenance],
      });
      const scene = new AlertScene(START, settings());
      scene.labels['default/db'] = ['laptop'];
      scene.begin({ db: 20 });
      const origin = scene.now;
      const model = new Model(byHost ?? byLabel ?? SILENT, -1);
      const said: string[] = [];
      const note = (now: number): void => {
        said.push(...scene.takeNotices().map(({ kind }) => `${String(now)} ${kind}`));
      };
      try {
        reports.forEach((isThere, minute) => {
          for (const { what, minutes } of list.filter(({ at }) => at === minute)) {
            if (what === 'maintain') {
              const [from, until] = [scene.now, scene.now + minutes * MINUTE_S];
              const id = `m-${String(maintenance.length)}`;
              maintenance.push({ id, scope: host, from, until, note: '' });
              model.maintain(minute, minute + minutes);
              scene.configure(settings());
            } else scene[what]();
            model.look(minute, null);
            note(minute);
          }
          scene.clock.advance(MINUTE_S);
          if (isThere) scene.report('db', origin + minute * MINUTE_S, [20]);
          scene.sync();
          model.look(minute + 1, isThere ? minute : null);
          note(minute + 1);
        });
      } finally {
        scene.dispose();
      }
      expect(said).toEqual(model.said);
    }),
    { runs: RUNS, endOnFailure: true },
  );
}, 120_000);
