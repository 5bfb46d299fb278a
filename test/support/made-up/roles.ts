import type { HostFacts } from '../../../contract/sample.ts';

/** What a made-up machine is for, and with that how busy it is. */
export interface Role {
  name: string;
  sourceId: string;
  domain: string;
  /** Machines of this role among 25. */
  share: number;
  labels: string[];
  /** Percent: at rest, and on top of it at the busiest hour of the day. */
  cpu: { rest: number; day: number };
  memory: number;
  disk: number;
  facts: HostFacts;
  /** Its own program, which leads the list of processes. */
  program: string;
}

export const DATA_CENTRE = 'default';
export const OFFICE = 'office';

const EPYC: HostFacts = {
  platform: 'Linux',
  os: 'Debian 13',
  arch: 'x64',
  cpuModel: 'AMD EPYC 7543',
  cpuCount: 16,
  memoryTotalMb: 65_536,
};
const ARM: HostFacts = {
  platform: 'Linux',
  os: 'Ubuntu 24.04',
  arch: 'arm64',
  cpuModel: 'Neoverse-N1',
  cpuCount: 8,
  memoryTotalMb: 32_768,
};
const MAC: HostFacts = {
  platform: 'Darwin',
  os: 'macOS 26',
  arch: 'arm64',
  cpuModel: 'Apple M4',
  cpuCount: 10,
  memoryTotalMb: 24_576,
};
const WINDOWS: HostFacts = {
  platform: 'Windows',
  os: 'Windows Server 2025',
  arch: 'x64',
  cpuModel: 'Xeon Gold 6430',
  cpuCount: 32,
  memoryTotalMb: 131_072,
};

const SERVERS = { sourceId: DATA_CENTRE, domain: 'fra.example' };
const DESKS = { sourceId: OFFICE, domain: 'office.example' };

export const ROLES: readonly Role[] = [
  {
    ...SERVERS,
    name: 'web',
    share: 7,
    labels: ['production'],
    cpu: { rest: 14, day: 38 },
    memory: 46,
    disk: 41,
    facts: ARM,
    program: 'nginx',
  },
  {
    ...SERVERS,
    name: 'db',
    share: 3,
    labels: ['production', 'database'],
    cpu: { rest: 22, day: 30 },
    memory: 71,
    disk: 62,
    facts: EPYC,
    program: 'postgres',
  },
  {
    ...SERVERS,
    name: 'cache',
    share: 2,
    labels: ['production'],
    cpu: { rest: 9, day: 14 },
    memory: 66,
    disk: 18,
    facts: ARM,
    program: 'valkey-server',
  },
  {
    ...SERVERS,
    name: 'worker',
    share: 5,
    labels: [],
    cpu: { rest: 34, day: 22 },
    memory: 52,
    disk: 37,
    facts: ARM,
    program: 'python3',
  },
  {
    ...SERVERS,
    name: 'build',
    share: 3,
    labels: ['ci'],
    cpu: { rest: 8, day: 58 },
    memory: 39,
    disk: 74,
    facts: EPYC,
    program: 'cc1plus',
  },
  {
    ...DESKS,
    name: 'mac',
    share: 3,
    labels: ['office'],
    cpu: { rest: 5, day: 20 },
    memory: 57,
    disk: 55,
    facts: MAC,
    program: 'WindowServer',
  },
  {
    ...DESKS,
    name: 'files',
    share: 2,
    labels: [],
    cpu: { rest: 6, day: 12 },
    memory: 34,
    disk: 78,
    facts: WINDOWS,
    program: 'System',
  },
];
