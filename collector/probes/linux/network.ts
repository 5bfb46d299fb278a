import type { LeaveOut, MemberCounters } from '../probes.ts';
import { plainNumber, type HostRoot } from './root.ts';

const FOLDER = 'sys/class/net';
const WRAPS_AT = 2 ** 32;

/** A line of `/proc/net/dev`. */
export interface InterfaceCounters {
  name: string;
  rx: number;
  tx: number;
  packets: number;
  errors: number;
}

/** The interfaces of `/proc/net/dev` in its order, including the loopback. */
export function parseNetDev(text: string): InterfaceCounters[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\S+):\s*(\d.*)$/u.exec(line);
    if (match === null) return [];
    const fields = (match[2] ?? '').split(/\s+/u).map(Number);
    const [rx = NaN, rxPackets = 0, rxErrors = 0] = fields;
    const [tx = NaN, txPackets = 0, txErrors = 0] = fields.slice(8);
    const packets = rxPackets + txPackets;
    return [{ name: match[1] ?? '', rx, tx, packets, errors: rxErrors + txErrors }];
  });
}

/**
 * The interfaces through which bytes leave the machine: physical ones if there are any, else the lowest layer. Stacked
 * interfaces (bond, bridge, VLAN, tunnel) and links to a part of this machine (veth of a container) count the same
 * bytes again.
 */
export async function readInterfaces(
  root: HostRoot,
  leaveOut: LeaveOut,
): Promise<MemberCounters[]> {
  // The host's first process has the host's interfaces; "self" may have a container's.
  const text = root.own
    ? await root.read('proc/net/dev')
    : await root.firstOf('proc/1/net/dev', 'proc/net/dev');
  const all = parseNetDev(text).filter(({ name }) => name !== 'lo');
  const known = all.some(({ name }) => root.quick.exists(`${FOLDER}/${name}`));
  const chosen = known ? lowest(root, all, leaveOut) : byName(all, leaveOut);
  return chosen.map(({ name, rx, tx, packets, errors }) => ({
    name,
    id: `${name} ${root.quick.read(`${FOLDER}/${name}/ifindex`).trim()}`,
    in: rx,
    out: tx,
    events: packets,
    errors,
    wrapsAt: WRAPS_AT,
  }));
}

/** ARPHRD numbers of interfaces that carry bytes a second time or never send them out (linux/if_arp.h). */
const LOOPBACK = 772;
const MONITORS = new Set([801, 802, 803, 804, 824]);
const TUNNELS = new Set([768, 769, 774, 776, 777, 778, 783, 823, 65534]);

/** Kinds that the kernel names in DEVTYPE: stacked interfaces, and switch ports that another interface leads to. */
const LAYERED = new Set([
  'bond',
  'bridge',
  'dsa',
  'geneve',
  'gtp',
  'hsr',
  'team',
  'vxlan',
  'wireguard',
]);

interface Link {
  counters: InterfaceCounters;
  /** The kernel's kind, or empty. */
  kind: string;
  type: number | undefined;
  index: number | undefined;
  /** The index of the interface below it or at its other end; its own if there is none. */
  below: number | undefined;
  lowers: string[];
  hasMaster: boolean;
  isTun: boolean;
}

function lowest(
  root: HostRoot,
  all: readonly InterfaceCounters[],
  leaveOut: LeaveOut,
): InterfaceCounters[] {
  const physical = all.map(({ name }) => isPhysical(root, name));
  const own = all.filter((_, index) => physical[index]).map((counters) => readLink(root, counters));
  const counted = physicalOnes(own, leaveOut);
  if (counted.length > 0) {
    all.forEach(({ name }, index) => {
      if (physical[index] !== true) leaveOut('network', `${name} is not a physical interface`);
    });
    return counted.map(({ counters }) => counters);
  }
  const links = all.map((counters) => readLink(root, counters));
  return lowestOf(links, leaveOut).map(({ counters }) => counters);
}

/**
 * Whether a device of the machine is behind it, not a virtual machine: in Xen's first domain, and on network cards with
 * a built-in switch, the ends that lead to guests have devices too.
 */
function isPhysical({ quick }: HostRoot, name: string): boolean {
  const folder = `${FOLDER}/${name}`;
  if (!quick.exists(`${folder}/device`)) return false;
  // Windows and its Linux talk over this one (WSL, mirrored networking).
  if (/^loopback\d+$/u.test(name)) return false;
  if (/^xen-backend/mu.test(quick.read(`${folder}/device/modalias`))) return false;
  return !/^(?:c\d+)?pf\d+(?:vf|sf)\d+$/u.test(quick.read(`${folder}/phys_port_name`).trim());
}

/**
 * Physical interfaces that each count their own bytes. If one is stacked on another (accelerated networking of virtual
 * machines, net_failover), the upper one counts for both.
 */
function physicalOnes(links: readonly Link[], leaveOut: LeaveOut): Link[] {
  const ports = links.filter(({ kind, type }) => LAYERED.has(kind) || MONITORS.has(type ?? 0));
  const counted = links.filter((link) => !ports.includes(link));
  const lowers = new Set(counted.flatMap((link) => link.lowers));
  for (const { counters } of ports)
    leaveOut('network', `${counters.name} passes others\u2019 bytes`);
  return counted.filter(({ counters: { name } }) => {
    if (lowers.has(name)) leaveOut('network', `${name} is counted by the interface above it`);
    return !lowers.has(name);
  });
}

function lowestOf(links: readonly Link[], leaveOut: LeaveOut): Link[] {
  const outside = links.filter(({ type }) => type !== LOOPBACK && !MONITORS.has(type ?? 0));
  // An interface stacked on one of another namespace (a macvlan in a container) has no lower one here.
  const direct = outside.filter(
    ({ kind, type, lowers, isTun }) =>
      !LAYERED.has(kind) && !TUNNELS.has(type ?? 0) && lowers.length === 0 && !isTun,
  );
  const ways = direct.filter(
    (link) => !VIRTUAL.test(link.counters.name) && !links.some((other) => isPair(link, other)),
  );
  // A veth in a bridge leads to a container; without any other interface, it is the container's way out.
  const free = ways.filter(({ index, below, hasMaster }) => !hasMaster || below === index);
  const named = ways.filter(({ counters }) => !LAYERED_NAME.test(counters.name));
  const chosen = [free, named, ways, direct, outside].find((some) => some.length > 0) ?? [];
  for (const link of links)
    if (!chosen.includes(link))
      leaveOut('network', `${link.counters.name} is not among the lowest interfaces`);
  return chosen;
}

/** Whether these are the two ends of one veth, both on this machine. */
function isPair(one: Link, other: Link): boolean {
  return one !== other && one.below === other.index && other.below === one.index;
}

function readLink({ quick }: HostRoot, counters: InterfaceCounters): Link {
  const folder = `${FOLDER}/${counters.name}`;
  const number = (name: string): number | undefined => plainNumber(quick.read(`${folder}/${name}`));
  const entries = quick.list(folder);
  const index = number('ifindex');
  return {
    counters,
    kind: /^DEVTYPE=(.*)$/mu.exec(quick.read(`${folder}/uevent`))?.[1] ?? '',
    type: number('type'),
    index,
    below: number('iflink') ?? index,
    lowers: entries.flatMap((entry) => (entry.startsWith('lower_') ? [entry.slice(6)] : [])),
    hasMaster: entries.includes('master'),
    isTun: entries.includes('tun_flags'),
  };
}

/** Drivers that send nothing out; only the name shows it, because the kernel gives no kind. */
const VIRTUAL = /^(?:dummy|ifb|nlmon|vcan|vsockmon)\d/u;

/** Usual names of stacked and internal interfaces, for a machine where only names are known. */
const LAYERED_NAME =
  /^(?:bond|team|br-|br\d|bridge|virbr|docker|podman|cni|lxcbr|lxdbr|veth|vnet|tap|tun|utun|wg|tailscale|zt|vlan|vxlan|geneve|flannel|cali|macvlan|macvtap|ipvlan|gre|gretap|erspan|sit|ip6tnl|ip6gre|tunl|ip_vti|ip6_vti|ppp)|[.@]/u;

function byName(all: readonly InterfaceCounters[], leaveOut: LeaveOut): InterfaceCounters[] {
  const chosen = all.filter(({ name }) => !LAYERED_NAME.test(name) && !VIRTUAL.test(name));
  if (chosen.length === 0) return [...all];
  for (const { name } of all)
    if (!chosen.some((one) => one.name === name))
      leaveOut('network', `${name} is stacked on another interface, by its name`);
  return chosen;
}
