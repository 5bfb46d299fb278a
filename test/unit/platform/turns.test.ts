import { expect, it } from 'vitest';
import { Turns } from '../../../platform/turns.ts';

it('turns run one at a time, in order, also after a failure', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const slow = turns.take(async () => {
    await Promise.resolve();
    done.push('slow');
    return 1;
  });
  const failing = turns.take(() => {
    done.push('failing');
    return Promise.reject(new Error('no'));
  });
  const last = turns.take(() => {
    done.push('last');
    return Promise.resolve(3);
  });

  await expect(failing).rejects.toThrow('no');
  expect([await slow, await last]).toEqual([1, 3]);
  expect(done).toEqual(['slow', 'failing', 'last']);
});
