import { expect, it } from 'vitest';
import { Rota } from '../../../../fleet/alerts/rota.ts';

const hosts = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

it('each has one turn per period, some per evaluation', () => {
  const rota = new Rota({ refreshSeconds: 600, atOnce: 2 });
  expect([0, 1, 2, 3].map((now) => rota.take(hosts(5), now).map(({ id }) => id))).toEqual([
    [0, 1],
    [2, 3],
    [4],
    [],
  ]);
  expect(rota.take(hosts(5), 600).map(({ id }) => id)).toEqual([0, 1]);
  rota.clear();
  expect(rota.take(hosts(5), 601)).toHaveLength(2);
});

it('an evaluation takes a share of a large fleet, and a clock set back delays nobody', () => {
  const rota = new Rota({ refreshSeconds: 600, atOnce: 2 });
  expect(rota.take(hosts(1200), 5000)).toHaveLength(10);
  expect(rota.take(hosts(10), 1000)).toHaveLength(2);
});

it('a host that returns is due', () => {
  const rota = new Rota({ refreshSeconds: 600, atOnce: 9 });
  rota.take(hosts(2), 0);
  rota.keepOnly(new Set([0]));
  expect(rota.take(hosts(2), 1)).toEqual([{ id: 1 }]);
});
