import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_S } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';

const NOW = 1_795_500_000;

let scene: AlertScene;

beforeEach(() => {
  scene = new AlertScene(NOW);
});

afterEach(() => {
  scene.dispose();
});

const cpu = (above: number, enabled = true) => ({
  cpu: { enabled, above, clearBelow: above - 10, forMinutes: 3 },
});

describe('rules', () => {
  it('of a host win over those of its labels, and these over the defaults', () => {
    scene.labels['default/b'] = ['batch'];
    scene.labels['default/c'] = ['batch'];
    scene.configure({
      ...cpu(70),
      overrides: [
        { scope: { kind: 'label', label: 'batch' }, ...cpu(90) },
        { scope: { kind: 'host', ...ref('c') }, ...cpu(99) },
      ],
    });
    scene.begin({ a: 20, b: 20, c: 20 });
    scene.pass(10, { a: 80, b: 95, c: 98 });
    expect(scene.takeNotices()).toMatchObject([
      {
        kind: 'cpu',
        hosts: [
          { hostname: 'b', threshold: 90 },
          { hostname: 'a', threshold: 70 },
        ],
      },
    ]);
  });

  it('that switch silences off for a host are kept', () => {
    const scope = { kind: 'host' as const, ...ref('laptop') };
    scene.configure({ overrides: [{ scope, offline: { enabled: false } }] });
    scene.begin({ laptop: 20, db: 20, web: 20 });
    scene.pass(8, { web: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('db')] }]);
  });

  it('that change hold from then on: what came before is judged as it was', () => {
    scene.configure(cpu(90));
    scene.begin({ db: 85 });
    scene.pass(20, { db: 85 });
    scene.configure(cpu(80));
    const changed = scene.now;
    scene.pass(2, { db: 85 });
    expect(scene.stored()).toEqual([]);
    scene.pass(4, { db: 85 });
    expect(scene.stored()).toMatchObject([{ startedAt: changed, threshold: 80 }]);
  });

  it('that are raised, or switched off, close what they do not hold for any more', () => {
    scene.configure(cpu(80));
    scene.begin({ db: 20, web: 20 });
    scene.pass(5, { db: 97, web: 85 });
    expect(scene.alerts.active(scene.hosts())).toHaveLength(2);
    scene.configure(cpu(95));
    expect(scene.alerts.active(scene.hosts())).toMatchObject([{ hostname: 'db', threshold: 95 }]);
    scene.pass(5, { db: 97, web: 85 });
    expect(scene.alerts.active(scene.hosts())).toHaveLength(1);
    scene.configure(cpu(95, false));
    expect(scene.alerts.active(scene.hosts())).toEqual([]);
    scene.pass(5, { db: 97, web: 85 });
    expect(scene.alerts.active(scene.hosts())).toEqual([]);
    expect(scene.stored().map(({ threshold, endedAt }) => [threshold, endedAt === null])).toEqual([
      [95, false],
      [80, false],
    ]);
  });

  it('that were changed while nothing ran hold from the start on', () => {
    scene.configure(cpu(90));
    scene.begin({ db: 85 });
    scene.configure({ ...cpu(90) });
    scene.restart(60);
    scene.pass(3, { db: 95 });
    expect(scene.alerts.active(scene.hosts())).toHaveLength(1);
  });

  it('of one metric leave the run-up of another alone', () => {
    scene.configure(cpu(90));
    scene.begin({ db: 20 });
    scene.pass(2, { db: 95 });
    const began = scene.now - 2 * MINUTE_S;
    scene.configure({
      ...cpu(90),
      disk: { enabled: false, above: 50, clearBelow: 40, forMinutes: 1 },
    });
    scene.pass(1, { db: 95 });
    expect(scene.stored()).toMatchObject([{ kind: 'cpu', startedAt: began }]);
  });
});
