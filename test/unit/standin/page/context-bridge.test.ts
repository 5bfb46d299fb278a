import { describe, expect, it } from 'vitest';
import { copyAcross } from '../../../standin/page/context-bridge.ts';

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

  it('returns functions that stay usable', () => {
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

  it('freezes deeply: lists in data, and functions', () => {
    const exposed = copyAcross({ data: { list: [[1]] }, ask: () => [1] }, { freeze: true }) as {
      data: { list: number[][] };
      ask: () => number[];
    };
    const { data, ask } = exposed;
    const parts: unknown[] = [data, data.list, data.list[0], ask];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true, true]);
    expect(Object.isFrozen(ask())).toBe(false);
  });

  it('lets nothing from the other world through a thrown value', () => {
    const api = {
      fail: () => {
        throw Object.assign(new RangeError('too long'), { code: 'E1' });
      },
      failWithText: () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what the bridge makes of it
        throw 'secret';
      },
    };
    const { fail, failWithText } = copyAcross(api) as typeof api;
    const thrownBy = (work: () => void): Error => {
      try {
        work();
      } catch (error) {
        return error as Error;
      }
      throw new Error('nothing was thrown');
    };
    expect(thrownBy(fail)).toMatchObject({ name: 'Error', message: 'too long' });
    expect(thrownBy(fail).cause).toBeUndefined();
    expect(thrownBy(failWithText).message).not.toContain('secret');
  });

  it('loses prototypes, and refuses proxies such as Vue’s', () => {
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
