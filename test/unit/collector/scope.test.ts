import { describe, expect, it } from 'vitest';
import { readHostFacts } from '../../../collector/facts.ts';
import { scopeSentence, shownScope } from '../../../collector/scope.ts';
import { madeUpRoot } from '../../support/collector/made-up-root.ts';

describe('what a collector shows', () => {
  it.each([
    [{ scope: 'host' }, null],
    [{ scope: 'host', cpus: 1.5, memoryMb: 512 }, 'whole machine’s, although'],
    [{ scope: 'host', cpus: 1.5, memoryMb: 512 }, '1.5 processors and 512 MiB of memory'],
    [{ scope: 'cgroup', memoryMb: 512 }, 'limited to 512 MiB of memory.'],
    [{ scope: 'cgroup' }, 'which has no limit'],
  ] as const)('of %j is said', (shown, words) => {
    if (words === null) expect(scopeSentence(shown)).toBeNull();
    else expect(scopeSentence(shown)).toContain(words);
  });

  it.skipIf(process.platform !== 'linux')('has the facts of its scope', async () => {
    using root = madeUpRoot({
      'proc/stat': 'cpu0 1 0 0 1\ncpu1 1 0 0 1\n',
      'proc/meminfo': 'MemTotal: 4194304 kB\n',
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/cgroup.controllers': 'cpu memory\n',
      'sys/fs/cgroup/cpu.max': '100000 100000\n',
      'sys/fs/cgroup/memory.max': '536870912\n',
    });
    const measuring = { hostRoot: root.path, scope: 'cgroup' } as const;
    expect(await shownScope(measuring)).toEqual({ scope: 'cgroup', cpus: 1, memoryMb: 512 });
    expect(await readHostFacts('0', measuring)).toMatchObject({ cpuCount: 1, memoryTotalMb: 512 });
    expect(await readHostFacts('0', { hostRoot: root.path })).toMatchObject({
      cpuCount: 2,
      memoryTotalMb: 4096,
    });
  });
});
