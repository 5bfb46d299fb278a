import type { HostFacts } from '../../../contract/sample.ts';

/** The purpose of a made-up machine, which determines how busy it is, and when. */
export interface Role {
  name: string;
  sourceId: string;
  domain: string;
  /** Machines of this role among 25. */
  share: number;
  labels: string[];
  /** What drives its load: visitors, hourly batches, jobs of developers, or its user. */
  rhythm: 'traffic' | 'batch' | 'jobs' | 'person';
  /** Percent: at rest, added at the busiest time, and noise per minute. */
  cpu: { rest: number; day: number; noise: number };
  memory: number;
  disk: number;
  /** Bytes per second for each percent of CPU. */
  rates: { read: number; write: number; received: number; sent: number };
  /** Whether new versions are rolled out to it. */
  deployed: boolean;
  /** Start and minimum length of its nightly backup. */
  backup?: { hour: number; minutes: number };
  facts: HostFacts;
  /** Its own programs, busiest first. */
  programs: readonly string[];
}

/** The source of servers. */
export const DATA_CENTRE = 'default';
/** The source of workstations and laptops. */
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

/** All roles of the made-up fleet. */
export const ROLES: readonly Role[] = [
  {
    ...SERVERS,
    name: 'web',
    share: 7,
    labels: ['production'],
    rhythm: 'traffic',
    cpu: { rest: 9, day: 46, noise: 1.8 },
    memory: 44,
    disk: 38,
    rates: { read: 1_800, write: 21_000, received: 90_000, sent: 410_000 },
    deployed: true,
    facts: ARM,
    programs: ['node', 'nginx', 'node', 'journald'],
  },
  {
    ...SERVERS,
    name: 'db',
    share: 3,
    labels: ['production', 'database'],
    rhythm: 'traffic',
    cpu: { rest: 13, day: 38, noise: 2.4 },
    memory: 71,
    disk: 62,
    rates: { read: 240_000, write: 520_000, received: 110_000, sent: 260_000 },
    deployed: false,
    backup: { hour: 1.5, minutes: 40 },
    facts: EPYC,
    programs: ['postgres', 'postgres', 'walwriter', 'pgbouncer'],
  },
  {
    ...SERVERS,
    name: 'cache',
    share: 2,
    labels: ['production'],
    rhythm: 'traffic',
    cpu: { rest: 5, day: 16, noise: 0.7 },
    memory: 66,
    disk: 18,
    rates: { read: 300, write: 4_000, received: 700_000, sent: 2_300_000 },
    deployed: false,
    facts: ARM,
    programs: ['valkey-server', 'node_exporter', 'journald', 'sshd'],
  },
  {
    ...SERVERS,
    name: 'worker',
    share: 5,
    labels: [],
    rhythm: 'batch',
    cpu: { rest: 6, day: 62, noise: 2.2 },
    memory: 48,
    disk: 37,
    rates: { read: 90_000, write: 130_000, received: 60_000, sent: 38_000 },
    deployed: true,
    facts: ARM,
    programs: ['python3', 'python3', 'ffmpeg', 'celery'],
  },
  {
    ...SERVERS,
    name: 'build',
    share: 3,
    labels: ['ci'],
    rhythm: 'jobs',
    cpu: { rest: 2, day: 68, noise: 2 },
    memory: 31,
    disk: 70,
    rates: { read: 600_000, write: 900_000, received: 80_000, sent: 30_000 },
    deployed: false,
    facts: EPYC,
    programs: ['cc1plus', 'rustc', 'ld', 'dockerd'],
  },
  {
    ...DESKS,
    name: 'mac',
    share: 3,
    labels: ['office'],
    rhythm: 'person',
    cpu: { rest: 3, day: 38, noise: 2.6 },
    memory: 57,
    disk: 55,
    rates: { read: 90_000, write: 60_000, received: 30_000, sent: 9_000 },
    deployed: false,
    facts: MAC,
    programs: ['Safari', 'WindowServer', 'zoom.us', 'mds_stores'],
  },
  {
    ...DESKS,
    name: 'files',
    share: 2,
    labels: [],
    rhythm: 'person',
    cpu: { rest: 4, day: 14, noise: 1.2 },
    memory: 34,
    disk: 78,
    rates: { read: 500_000, write: 300_000, received: 400_000, sent: 700_000 },
    deployed: false,
    backup: { hour: 22.5, minutes: 95 },
    facts: WINDOWS,
    programs: ['System', 'MsMpEng.exe', 'svchost.exe', 'explorer.exe'],
  },
];
