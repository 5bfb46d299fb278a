import { describe, expect, it } from 'vitest';
import { parsePressure, readPressure } from '../../../../../collector/probes/linux/pressure.ts';
import { madeUpRoot } from '../../../../support/collector/made-up-root.ts';

const CPU = 'some avg10=1.53 avg60=0.87 avg300=0.24 total=157622151\n';
const MEMORY = `${CPU.replace('157622151', '2000000')}full avg10=0.00 avg60=0.00 avg300=0.00 total=9\n`;

describe('what the kernel says of waiting', () => {
  it.each([
    ['the seconds of the first line', MEMORY, 2],
    ['nothing of a file that cannot be read', '', undefined],
    ['nothing of another text', 'full avg10=0.00 total=9', undefined],
  ])('is %s', (_, text, seconds) => {
    expect(parsePressure(text)).toBe(seconds);
  });

  it('is read for each existing resource', async () => {
    using root = madeUpRoot({ 'proc/pressure/cpu': CPU, 'proc/pressure/memory': MEMORY });
    expect(await readPressure(root)).toEqual({ cpu: 157.622151, memory: 2 });
  });

  it('is absent without PSI', async () => {
    using root = madeUpRoot({});
    expect(await readPressure(root)).toBeUndefined();
  });
});
