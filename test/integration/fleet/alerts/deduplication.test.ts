import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_S } from '../../../../contract/time.ts';
import { AlertScene, ref } from '../../../support/alert-scene.ts';

const NOW = 1_795_500_000;
const CPU = { cpu: { enabled: true, above: 90, clearBelow: 80, forMinutes: 2 } };

let scene: AlertScene;

beforeEach(() => {
  scene = new AlertScene(NOW, CPU);
  scene.begin({ db: 20, web: 20 });
});

afterEach(() => {
  scene.dispose();
});

it('a host is named once in a notice, however often it was busy', () => {
  scene.report('db', scene.now, [95, 95, 20, 96, 97, 20]);
  scene.report('web', scene.now, [20, 20, 20, 20, 20, 20]);
  scene.clock.advance(6 * MINUTE_S);
  scene.sync();
  scene.pass(2, { db: 20, web: 20 });
  expect(scene.stored()).toHaveLength(2);
  expect(scene.takeNotices()).toMatchObject([
    { kind: 'cpu', hosts: [{ ...ref('db'), value: 97, minutes: 2 }] },
  ]);
});

describe('silences that are switched off', () => {
  const off = { ...CPU, offline: { enabled: false } };

  it('silences switched off after one was found are no longer notified', () => {
    scene.pass(5, { web: 20 });
    expect(scene.stored()).toMatchObject([{ kind: 'offline', notifyState: 0 }]);
    scene.configure(off);
    scene.pass(5, { web: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });

  it('silences switched off after one was notified have no end notice either', () => {
    scene.pass(9, { web: 20 });
    expect(scene.takeNotices()).toHaveLength(1);
    scene.configure(off);
    scene.pass(5, { web: 20, db: 20 });
    expect(scene.takeNotices()).toEqual([]);
  });
});

it('an alert continues under a changed rule unless the newest sample clears it', () => {
  scene.pass(5, { db: 97, web: 20 });
  scene.takeNotices();
  // The newest sample of a host that writes the legacy layout too has no value for every metric.
  scene.alter('UPDATE host SET sample_cpu = NULL');
  scene.configure({ cpu: { ...CPU.cpu, above: 85 } });
  expect(scene.alerts.active(scene.hosts())).toHaveLength(1);
});

it('an alert that a longer time would not have raised ends, and is raised after that time', () => {
  scene.pass(5, { db: 97, web: 20 });
  scene.takeNotices();
  scene.configure({ cpu: { ...CPU.cpu, forMinutes: 20 } });
  expect(scene.alerts.active(scene.hosts())).toEqual([]);
  scene.pass(22, { db: 97, web: 20 });
  expect(scene.takeNotices()).toMatchObject([{ kind: 'cpu', hosts: [{ hostname: 'db' }] }]);
  scene.configure({ cpu: { ...CPU.cpu, forMinutes: 10 } });
  expect(scene.alerts.active(scene.hosts())).toHaveLength(1);
});
