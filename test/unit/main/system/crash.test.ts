import { describe, expect, it } from 'vitest';
import { watchForFaults } from '../../../../main/system/crash.ts';
import { silentLogger } from '../../../support/test-engine.ts';

describe('a fault that nobody caught', () => {
  it('an uncaught error is logged every time and shown once', () => {
    const listeners = new Map<string, (cause: unknown) => void>();
    const logged: string[] = [];
    let told = 0;
    watchForFaults(
      { on: (event, listener) => void listeners.set(event, listener) },
      { ...silentLogger, error: (message) => void logged.push(message) },
      () => (told += 1),
    );
    listeners.get('uncaughtException')?.(new Error('one'));
    listeners.get('unhandledRejection')?.('two');
    expect(logged).toHaveLength(2);
    expect(told).toBe(1);
  });

  it.each([
    ['has no text', Object.create(null) as object, '[object Object]'],
    ['has a text of its own', { toString: () => 'SECRET', key: 'SECRET' }, '[object Object]'],
    ['is nothing', null, 'null'],
    ['is text', 'two', 'two'],
  ])('is logged if the thrown value %s', (_, cause, expected) => {
    const listeners = new Map<string, (cause: unknown) => void>();
    const logged: unknown[] = [];
    watchForFaults(
      { on: (event, listener) => void listeners.set(event, listener) },
      { ...silentLogger, error: (_message, fields) => void logged.push(fields) },
      () => undefined,
    );
    listeners.get('unhandledRejection')?.(cause);
    expect(logged).toEqual([{ detail: expected }]);
  });
});
