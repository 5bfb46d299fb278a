import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { METRICS, METRIC_IDS, type MetricId } from '../../../../contract/metrics.ts';
import { defaultRule } from '../../../../contract/threshold-rules.ts';
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
  it('rules of a host override those of its labels, and these the defaults', () => {
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

  it('rules that switch silences off for a host are kept', () => {
    const scope = { kind: 'host' as const, ...ref('laptop') };
    scene.configure({ overrides: [{ scope, offline: { enabled: false } }] });
    scene.begin({ laptop: 20, db: 20, web: 20 });
    scene.pass(8, { web: 20 });
    expect(scene.takeNotices()).toEqual([{ kind: 'offline', hosts: [ref('db')] }]);
  });

  it('rule changes apply from then on: earlier samples keep their judgement', () => {
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

  it('rules that are raised or switched off close alerts that no longer qualify', () => {
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

  it('rules changed while nothing ran apply from the start on', () => {
    scene.configure(cpu(90));
    scene.begin({ db: 85 });
    scene.configure({ ...cpu(90) });
    scene.restart(60);
    scene.pass(3, { db: 95 });
    expect(scene.alerts.active(scene.hosts())).toHaveLength(1);
  });

  it('rules of one metric do not affect the pending time of another', () => {
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

describe('a rule on any metric', () => {
  const reportFor = (minutes: number, id: MetricId, value: number) => {
    for (let count = 0; count < minutes; count += 1) {
      scene.clock.advance(MINUTE_S);
      const values = { [METRICS[id].field]: value };
      scene.report('db', scene.now - MINUTE_S, [20], values);
      scene.sync();
    }
  };

  it.each(METRIC_IDS)('a rule on any metric begins, shows, notifies and ends alerts: %s', (id) => {
    const { direction, threshold, clearsAt } = METRICS[id].alert;
    const [least, greatest] = METRICS[id].bounds;
    const good = direction === 'above' ? least : greatest;
    const rule = { ...defaultRule(id), enabled: true, forMinutes: 3 };
    scene.configure({ [id]: rule });
    scene.alerts.start();
    reportFor(3, id, good);
    scene.takeNotices();
    reportFor(7, id, threshold);
    expect(scene.stored()).toMatchObject([{ kind: id, endedAt: null, peak: threshold, threshold }]);
    expect(scene.alerts.active(scene.store.hosts.all())).toMatchObject([
      { hostname: 'db', kind: id, value: threshold, threshold },
    ]);
    expect(scene.takeNotices()).toMatchObject([
      { kind: id, hosts: [{ hostname: 'db', threshold }] },
    ]);
    reportFor(2, id, clearsAt);
    expect(scene.stored()).toMatchObject([{ endedAt: null }]);
    reportFor(1, id, good);
    expect(scene.stored().filter(({ kind }) => kind === id)).toMatchObject([
      { kind: id, endedAt: scene.now - MINUTE_S },
    ]);
    expect(scene.alerts.active(scene.store.hosts.all())).toEqual([]);
  });

  it('a rule on any metric applies from when it is switched on, beside rules stored by a version with three metrics', () => {
    scene.configure(cpu(70));
    scene.begin({ db: 20 });
    reportFor(10, 'battery', 5);
    expect(scene.stored()).toEqual([]);
    const kept = { rule: { ...defaultRule('memory') }, since: 0 };
    scene.alter(
      'UPDATE alert_rule SET rules = ?',
      JSON.stringify({
        cpu: { rule: cpu(70).cpu, since: 0 },
        memory: kept,
        disk: { rule: defaultRule('disk'), since: 0 },
        unknown: kept,
      }),
    );
    scene.restart();
    scene.configure({ ...cpu(70), battery: { ...defaultRule('battery'), enabled: true } });
    const changed = scene.now;
    reportFor(3, 'battery', 5);
    expect(scene.stored()).toEqual([]);
    reportFor(4, 'battery', 5);
    expect(scene.stored()).toMatchObject([{ kind: 'battery', threshold: 15 }]);
    expect(scene.stored()[0]?.startedAt).toBeGreaterThanOrEqual(changed);
    scene.pass(4, { db: 80 });
    expect(scene.stored().map(({ kind }) => kind)).toContain('cpu');
  });

  it('does not touch an alert of an unknown kind', () => {
    scene.configure(cpu(70));
    scene.begin({ db: 20 });
    scene.pass(6, { db: 80 });
    scene.alter("UPDATE alert SET kind = 'weather'");
    expect(scene.alerts.active(scene.store.hosts.all())).toEqual([]);
    scene.pass(1, { db: 80 });
    scene.alter("UPDATE alert SET kind = 'cpu' WHERE kind = 'weather'");
    expect(scene.stored().map(({ kind }) => kind)).toContain('cpu');
  });
});
