import { describe, expect, it } from 'vitest';
import { parseMeminfo } from '../../../../../collector/probes/linux/memory.ts';

describe('/proc/meminfo', () => {
  const lines = ['MemTotal:  1000 kB', 'MemFree:  100 kB', 'Buffers:  20 kB', 'Cached:  30 kB'];

  it('says what is available and how much of the swap is used', () => {
    const text = [...lines, 'MemAvailable:  600 kB', 'SwapTotal: 50 kB', 'SwapFree: 20 kB'];
    expect(parseMeminfo(text.join('\n'))).toEqual({
      total: 1000 * 1024,
      available: 600 * 1024,
      swapTotal: 50 * 1024,
      swapUsed: 30 * 1024,
    });
  });

  it('takes what can be dropped where an old kernel does not say', () => {
    expect(parseMeminfo(lines.join('\n'))).toMatchObject({ available: 150 * 1024, swapTotal: 0 });
  });

  it('/proc/meminfo is an error where it names no total', () => {
    expect(() => parseMeminfo('')).toThrow('total');
  });

  it('believes no part that is greater than its whole', () => {
    // lxcfs: the limit is the container's, other values the host's.
    const text = [...lines, 'MemAvailable: 7000 kB', 'SwapTotal: 50 kB', 'SwapFree: 9000 kB'];
    expect(parseMeminfo(text.join('\n'))).toMatchObject({ available: 150 * 1024, swapUsed: 0 });
    const cached = ['MemTotal: 1000 kB', 'MemFree: 900 kB', 'Cached: 4000 kB'];
    expect(parseMeminfo(cached.join('\n'))).toMatchObject({ available: 1000 * 1024 });
    const none = ['MemTotal: 1000 kB', 'SwapTotal: 0 kB', 'SwapFree: 18446744073709551488 kB'];
    expect(parseMeminfo(none.join('\n'))).toMatchObject({ swapTotal: 0, swapUsed: 0 });
  });
});
