import { describe, expect, it } from 'vitest';
import { mountsThatCount } from '../../../contract/counted-mounts.ts';

const counts = (pattern: string, mount: string): boolean =>
  mountsThatCount({ sourceId: 'a', hostname: 'b' }, [], [{ mount: pattern }])?.(mount) ?? true;

describe('a pattern of mount points', () => {
  it.each([
    ['/mnt', '/mnt'],
    ['/mnt*', '/mnt/backup'],
    ['*', '/'],
    ['/*/backup', '/srv/backup'],
    ['/snap/*/*', '/snap/core/1'],
    ['C:*', 'C:\\'],
    ['/a*b*c', '/a-b-b-c'],
  ])('%s matches %s', (pattern, mount) => {
    expect(counts(pattern, mount)).toBe(false);
  });

  it.each([
    ['/mnt', '/mnt2'],
    ['/mnt/*', '/mnt'],
    ['/*/backup', '/srv/backup2'],
    ['/ab*ba', '/aba'],
    ['.*', '/'],
  ])('%s does not match %s', (pattern, mount) => {
    expect(counts(pattern, mount)).toBe(true);
  });

  it('takes linear time for any pattern', () => {
    expect(counts('*a'.repeat(127), 'a'.repeat(255))).toBe(false);
    expect(counts(`${'*a'.repeat(126)}b`, 'a'.repeat(255))).toBe(true);
  });
});
