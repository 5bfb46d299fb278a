import { describe, expect, it } from 'vitest';
import { uncountedInterfaces, withoutSchema } from '../../../contract/collector-without.ts';

describe('what a collector does without', () => {
  it.each(['gpu', 'interface:eth0', 'interface:Ethernet 2 (Realtek)', 'interface:a:b'])(
    'may be %s',
    (text) => {
      expect(withoutSchema.parse(text)).toBe(text);
    },
  );

  it.each(['', 'disks', 'interface', 'interface:', 'eth0', `interface:${'x'.repeat(256)}`])(
    'is not %j, and the error lists the valid values',
    (text) => {
      expect(withoutSchema.safeParse(text).error?.issues[0]?.message).toBe(
        'must be one of gpu, services, smart, containers, or interface:NAME',
      );
    },
  );

  it('names interfaces exactly', () => {
    expect([...uncountedInterfaces(['gpu', 'interface:a:b', 'interface:eth0'])]).toEqual([
      'a:b',
      'eth0',
    ]);
  });
});
