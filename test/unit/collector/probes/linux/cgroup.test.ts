import { describe, expect, it } from 'vitest';
import { ControlGroup, groupProbes } from '../../../../../collector/probes/linux/cgroup.ts';
import { linuxProbes } from '../../../../../collector/probes/linux/linux-probes.ts';
import { madeUpRoot, type Files } from '../../../../support/collector/made-up-root.ts';

const MIB = 2 ** 20;
const STAT = ['cpu  8 0 0 8', ...[0, 1, 2, 3].map((core) => `cpu${String(core)} 2 0 0 2`)].join(
  '\n',
);
const MEMINFO = 'MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nSwapTotal: 1048576 kB\n';
const MACHINE: Files = { 'proc/stat': STAT, 'proc/meminfo': MEMINFO };

/** A container of Docker on a kernel with version 2: its own group is mounted as the whole. */
const DOCKER: Files = {
  ...MACHINE,
  'proc/self/cgroup': '0::/\n',
  'sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids\n',
  'sys/fs/cgroup/cpu.max': '150000 100000\n',
  'sys/fs/cgroup/cpu.stat': 'usage_usec 9000000\nuser_usec 7000000\n',
  'sys/fs/cgroup/cpu.pressure': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=4000000\n',
  'sys/fs/cgroup/cpuset.cpus.effective': '0-3\n',
  'sys/fs/cgroup/memory.max': `${String(512 * MIB)}\n`,
  'sys/fs/cgroup/memory.current': `${String(300 * MIB)}\n`,
  'sys/fs/cgroup/memory.stat': `anon 1\ninactive_file ${String(100 * MIB)}\n`,
  'sys/fs/cgroup/memory.swap.max': '0\n',
  'sys/fs/cgroup/memory.swap.current': '0\n',
};

/** The same on a kernel with version 1, as seen without a namespace of its own. */
const V1: Files = {
  ...MACHINE,
  'proc/self/cgroup': '4:memory:/docker/ab\n3:cpu,cpuacct:/docker/ab\n2:cpuset:/docker/ab\n',
  'sys/fs/cgroup/cpu/docker/ab/cpu.cfs_quota_us': '50000\n',
  'sys/fs/cgroup/cpu/docker/ab/cpu.cfs_period_us': '100000\n',
  'sys/fs/cgroup/cpu/docker/ab/cpuacct.usage': '9000000000\n',
  'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
  'sys/fs/cgroup/memory/docker/ab/memory.limit_in_bytes': '9223372036854771712\n',
  'sys/fs/cgroup/memory/docker/memory.limit_in_bytes': `${String(1024 * MIB)}\n`,
  'sys/fs/cgroup/memory/docker/ab/memory.usage_in_bytes': `${String(300 * MIB)}\n`,
  'sys/fs/cgroup/memory/docker/ab/memory.stat': `total_inactive_file ${String(100 * MIB)}\n`,
};

const SERVICE: Files = {
  ...MACHINE,
  'proc/self/cgroup': '0::/system.slice/a.service\n',
  'sys/fs/cgroup/cgroup.controllers': 'cpu memory\n',
  'sys/fs/cgroup/system.slice/cpu.max': '300000 100000\n',
  'sys/fs/cgroup/system.slice/a.service/cpu.max': 'max 100000\n',
  'sys/fs/cgroup/system.slice/a.service/memory.max': 'max\n',
};

describe('a control group', () => {
  it.each<[string, Files, object | null]>([
    ['of a container', DOCKER, { cpus: 1.5, memory: 512 * MIB }],
    ['of version 1, by the narrowest of those above it', V1, { cpus: 0.5, memory: 1024 * MIB }],
    ['of a service, by the slice above it', SERVICE, { cpus: 3 }],
    ['that may use all', { ...SERVICE, 'proc/self/cgroup': '0::/\n' }, {}],
    [
      'by its set of processors',
      { ...DOCKER, 'sys/fs/cgroup/cpuset.cpus.effective': '3\n' },
      { cpus: 1, memory: 512 * MIB },
    ],
    [
      'that is wider than the machine',
      {
        ...DOCKER,
        'sys/fs/cgroup/cpu.max': '900000 100000\n',
        'sys/fs/cgroup/memory.max': '99999999999\n',
      },
      {},
    ],
    ['where there are none', MACHINE, null],
  ])('%s has its limits', async (_, files, right) => {
    using root = madeUpRoot(files);
    expect(await new ControlGroup(root).limits()).toEqual(right);
  });

  it.each([
    ['2', DOCKER, 1.5, 512],
    ['1', V1, 0.5, 1024],
  ])('of version %s is measured by its limits', async (_, files, cpus, most) => {
    using root = madeUpRoot(files);
    let elapsed = 50;
    const probes = groupProbes(linuxProbes(root), new ControlGroup(root, () => elapsed));
    const before = await probes.cores();
    elapsed += 60;
    const after = await probes.cores();
    expect(after).toEqual([{ core: -1, busy: 9, total: 60 * cpus, standsFor: cpus }]);
    expect(before[0]?.total).toBe(0);
    expect(await probes.memory()).toEqual({
      total: most * MIB,
      available: (most - 200) * MIB,
      swapTotal: 0,
      swapUsed: 0,
    });
  });

  it('has its own pressure in version 2', async () => {
    using docker = madeUpRoot(DOCKER);
    expect(await new ControlGroup(docker).pressure()).toEqual({ cpu: 4 });
    using older = madeUpRoot(V1);
    expect(await new ControlGroup(older).pressure()).toBeUndefined();
  });

  it('without usage figures is an error, not zero', async () => {
    using root = madeUpRoot(SERVICE);
    const group = new ControlGroup(root);
    await expect(group.cores()).rejects.toThrow('CPU');
    using none = madeUpRoot(MACHINE);
    await expect(groupProbes(linuxProbes(none), new ControlGroup(none)).memory()).rejects.toThrow(
      'no control groups',
    );
  });
});
