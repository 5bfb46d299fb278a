import { afterEach, beforeEach, expect, it } from 'vitest';
import { hourOf } from '../../../../contract/time.ts';
import { AlertScene } from '../../../support/alert-scene.ts';

const START = hourOf(1_795_500_000);
let scene: AlertScene;

beforeEach(() => {
  scene = new AlertScene(START, {
    overrides: [
      { scope: { kind: 'label', label: 'laptop' }, offline: { enabled: true, afterMinutes: 60 } },
    ],
  });
  scene.labels['default/book'] = ['laptop'];
  scene.labels['default/pad'] = ['laptop'];
  scene.begin({ web: 20, book: 20, pad: 20, db: 20 });
});
afterEach(() => {
  scene.dispose();
});

it('a host whose rule waits is notified after that, together with others; the others at once', () => {
  scene.pass(20, { web: 20 });
  expect(scene.takeNotices()).toMatchObject([{ kind: 'offline', hosts: [{ hostname: 'db' }] }]);
  scene.pass(30, { web: 20 });
  expect(scene.takeNotices()).toEqual([]);
  scene.pass(20, { web: 20 });
  expect(scene.takeNotices()).toMatchObject([
    { kind: 'offline', hosts: [{ hostname: 'book' }, { hostname: 'pad' }] },
  ]);
});

it('a host that is back before its rule fires is not notified, but stays in the events', () => {
  scene.pass(40, { web: 20, db: 20 });
  scene.pass(30, { web: 20, db: 20, book: 20, pad: 20 });
  expect(scene.takeNotices()).toEqual([]);
  expect(scene.stored().map(({ kind }) => kind)).toEqual(['offline', 'offline']);
});

it('a silence shorter than its rule is not in a summary', () => {
  scene.pass(15, { web: 20, db: 20 });
  scene.clock.advance(20 * 60);
  for (const host of ['web', 'db', 'book', 'pad']) scene.report(host, scene.now - 60, [20]);
  scene.pass(15, { web: 20, db: 20, book: 20, pad: 20 });
  expect(
    scene.takeNotices().flatMap((notice) => (notice.kind === 'summary' ? notice.offline : [])),
  ).toEqual([2]);
});
