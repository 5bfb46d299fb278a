import { describe, expect, it } from 'vitest';
import { copyAcross } from '../../standin/page/context-bridge.ts';

describe('context bridge', () => {
  it('copies and freezes what is exposed, and keeps its functions callable', () => {
    const api = { on: { event: (value: number) => value + 1 }, names: ['a'] };
    const exposed = copyAcross(api, { freeze: true }) as typeof api;
    api.names.push('b');
    expect(exposed.names).toEqual(['a']);
    expect(Object.isFrozen(exposed) && Object.isFrozen(exposed.on)).toBe(true);
    expect(exposed.on.event(1)).toBe(2);
  });

  it('copies arguments and results, and awaits promises', async () => {
    const given: unknown[] = [];
    const api = {
      ask: (input: object) => {
        given.push(input);
        return Promise.resolve({ values: Float32Array.of(1) });
      },
    };
    const input = { a: 1 };
    const { ask } = copyAcross(api) as typeof api;
    await expect(ask(input)).resolves.toEqual({ values: Float32Array.of(1) });
    expect(given[0]).toEqual(input);
    expect(given[0]).not.toBe(input);
  });

  it('gives a function that stays usable as a result', () => {
    let active = true;
    const api = {
      subscribe: () => () => {
        active = false;
      },
    };
    (copyAcross(api) as typeof api).subscribe()();
    expect(active).toBe(false);
  });

  it('keeps only the message of an error', async () => {
    const error = Object.assign(new RangeError('too long'), { code: 'E1' });
    const api = { fail: () => Promise.reject(error) };
    const caught: unknown = await (copyAcross(api) as typeof api).fail().catch((e: unknown) => e);
    expect(caught).toBeInstanceOf(Error);
    expect(caught).not.toBeInstanceOf(RangeError);
    expect(caught).not.toHaveProperty('code');
    expect((caught as Error).message).toBe('too long');
  });

  it('loses prototypes, and refuses proxies as Vue makes them', () => {
    class Point {
      x = 1;
      double(): number {
        return this.x * 2;
      }
    }
    const copied = copyAcross({ point: new Point() }) as { point: object };
    expect(copied.point).not.toHaveProperty('double');
    expect(() => copyAcross({ reactive: new Proxy({ a: 1 }, {}) })).toThrow(
      'An object could not be cloned.',
    );
  });
});
