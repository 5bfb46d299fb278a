import type { LeaveOut } from '../probes.ts';
import { plainNumber, type HostRoot } from './root.ts';

const FOLDER = 'sys/class/power_supply';

interface Battery {
  /** 0 to 100. */
  percent: number;
  /** Energy now and when full, in µWh; absent if not reported. */
  energy?: Share;
  /** Charge now and when full, in µAh. */
  charge?: Share;
}

interface Share {
  now: number;
  full: number;
}

/**
 * The charge of all batteries of the machine, percent, weighted by capacity (the kernel's power_supply class).
 * Batteries of mice and pens, and empty slots, do not count.
 */
export async function readBattery(root: HostRoot, leaveOut: LeaveOut): Promise<number | undefined> {
  const batteries: Battery[] = [];
  for (const supply of await root.list(FOLDER)) {
    const attribute = (name: string): Promise<string> =>
      root.tryRead(`${FOLDER}/${supply}/${name}`).then((text) => text.trim());
    if ((await attribute('type')) !== 'Battery') continue;
    if ((await attribute('scope')) === 'Device') {
      leaveOut('battery', `${supply} belongs to another device`);
      continue;
    }
    if ((await attribute('present')) === '0') {
      leaveOut('battery', `${supply} is an empty slot`);
      continue;
    }
    const battery = await readOne(attribute);
    if (battery === null) leaveOut('battery', `${supply} does not report its charge`);
    else batteries.push(battery);
  }
  return together(batteries);
}

/** Worn batteries may report more than their capacity; the surplus must not count for another battery. */
async function readOne(attribute: (name: string) => Promise<string>): Promise<Battery | null> {
  const share = async (kind: string): Promise<Share | undefined> => {
    const now = plainNumber(await attribute(`${kind}_now`));
    const full = plainNumber(await attribute(`${kind}_full`));
    return now === undefined || now < 0 || full === undefined || full <= 0
      ? undefined
      : { now: Math.min(now, full), full };
  };
  const [capacity, energy, charge] = [
    plainNumber(await attribute('capacity')),
    await share('energy'),
    await share('charge'),
  ];
  const percent = capacity ?? percentOf(energy ?? charge);
  if (percent === undefined || percent < 0) return null;
  // An absent second battery may report 0 of 0, which would halve the result.
  const sizes = [await attribute('energy_full'), await attribute('charge_full')];
  if (percent === 0 && sizes.some((size) => plainNumber(size) === 0)) return null;
  return {
    percent: Math.min(100, percent),
    ...(energy === undefined ? {} : { energy }),
    ...(charge === undefined ? {} : { charge }),
  };
}

function together(batteries: readonly Battery[]): number | undefined {
  if (batteries.length <= 1) return batteries[0]?.percent;
  const energies = batteries.flatMap(({ energy }) => energy ?? []);
  if (energies.length === batteries.length) return percentOf(sum(energies));
  const charges = batteries.flatMap(({ charge }) => charge ?? []);
  if (charges.length === batteries.length) return percentOf(sum(charges));
  return batteries.reduce((total, { percent }) => total + percent, 0) / batteries.length;
}

function sum(shares: readonly Share[]): Share {
  return {
    now: shares.reduce((total, { now }) => total + now, 0),
    full: shares.reduce((total, { full }) => total + full, 0),
  };
}

function percentOf(share: Share | undefined): number | undefined {
  return share === undefined ? undefined : (share.now / share.full) * 100;
}
