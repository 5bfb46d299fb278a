import { afterEach, describe, expect, it } from 'vitest';
import { hourOf } from '../../../../contract/time.ts';
import { noticeId } from '../../../../fleet/alerts/notice-about.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

const START = hourOf(1_795_500_000);
const RULE = { enabled: true, above: 90, clearBelow: 80, forMinutes: 5 };
const scenes: AlertScene[] = [];

function begun(): AlertScene {
  const scene = new AlertScene(START, { cpu: RULE });
  scenes.push(scene);
  scene.labels['default/db'] = ['prod'];
  scene.begin({ db: 20, web: 20 });
  return scene;
}

afterEach(() => {
  for (const scene of scenes.splice(0)) scene.dispose();
});

describe('what a notice is about', () => {
  it('names kind, metric, severity, labels and state of each alert, and the end by the same id', () => {
    const scene = begun();
    scene.pass(10, { db: 95, web: 20 });
    scene.pass(10, { db: 20, web: 20 });
    const [firing, resolved] = scene.abouts;
    expect(scene.abouts).toHaveLength(2);
    expect(firing).toMatchObject({
      state: 'firing',
      severity: 'warning',
      alerts: [
        {
          kind: 'cpu',
          metric: 'cpu',
          state: 'firing',
          hostname: 'db',
          labels: ['prod'],
          threshold: 90,
          value: 95,
          endedAt: null,
        },
      ],
    });
    expect(resolved).toMatchObject({
      state: 'resolved',
      alerts: [{ id: firing?.alerts[0]?.id, state: 'resolved' }],
    });
    expect(scene.notices).toMatchObject([{ kind: 'cpu' }]);
  });

  it('is the same on two viewers with the same samples, and so is the id', () => {
    const [a, b] = [begun(), begun()];
    for (const scene of [a, b]) scene.pass(12, { web: 20 });
    expect(a.abouts).toHaveLength(1);
    expect(a.abouts).toEqual(b.abouts);
    const [[one], [other]] = [a.abouts, b.abouts];
    expect(one === undefined || other === undefined).toBe(false);
    if (one !== undefined && other !== undefined) expect(noticeId(one)).toBe(noticeId(other));
  });

  it('keeps its id if late samples move the beginning of a notified alert', () => {
    const scene = begun();
    scene.pass(10, { db: 95, web: 20 });
    const began = scene.stored()[0]?.startedAt ?? 0;
    scene.report('db', began - 120, [95, 95]);
    scene.pass(10, { db: 20, web: 20 });
    expect(scene.stored()[0]?.startedAt).toBeLessThan(began);
    const ids = scene.abouts.map(({ alerts }) => alerts[0]?.id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('withdraws an alert that late samples refute', () => {
    const scene = begun();
    scene.pass(2, { db: 20, web: 20 });
    const from = scene.now;
    scene.pass(10, { db: 95, web: 20 });
    scene.report('db', from, [20, 20, 20, 20, 20, 20, 20, 20, 20, 20]);
    scene.pass(2, { web: 20, db: 20 });
    expect(scene.abouts.map(({ state }) => state)).toEqual(['firing', 'resolved']);
  });

  it('ends an alert whose host is no longer shown', () => {
    const scene = begun();
    scene.pass(12, { web: 20 });
    scene.store.write(() => {
      const id = scene.store.hosts.ensure({ sourceId: 'default', hostname: 'db' });
      scene.store.hosts.setActive(id, false, scene.now);
    });
    scene.pass(3, { web: 20 });
    expect(scene.abouts.map(({ state }) => state)).toEqual(['firing', 'resolved']);
    expect(scene.notices).toMatchObject([{ kind: 'offline' }]);
  });
});
