import type { Sample } from '../../../contract/sample.ts';
import { DETAILS_EVERY_S } from '../../../contract/sample-details.ts';
import { chance } from './noise.ts';
import type { Shape } from './samples.ts';

const GIB_IN_MB = 1024;

/** File systems and interfaces of a Linux machine, every fifth minute; the fullest one matches the sample's. */
export function detailsOf({ role, seed }: Shape, sample: Sample): Partial<Sample> {
  const { minute, diskPercent, netRxBps = 0, netTxBps = 0 } = sample;
  if (
    minute % DETAILS_EVERY_S !== 0 ||
    role.facts.platform !== 'Linux' ||
    diskPercent === undefined
  )
    return {};
  const size = 40 + 20 * Math.floor(chance(seed, 71) * 4);
  const use = (mount: string, gib: number, percent: number, inodesPercent: number) => ({
    mount,
    sizeMb: gib * GIB_IN_MB,
    usedMb: Math.round((gib * GIB_IN_MB * percent) / 100),
    inodesPercent: Math.round(inodesPercent),
  });
  const other = Math.min(diskPercent, 30 + 25 * chance(seed, 72));
  return {
    fileSystems: [
      use('/srv', size * 8, diskPercent, diskPercent / 7),
      use('/', size, other, 4 + 6 * chance(seed, 73)),
      use('/boot/efi', 1, Math.min(diskPercent, 6), 0),
    ],
    interfaces: [
      {
        name: 'enp1s0',
        rxBps: Math.round(netRxBps * 0.94),
        txBps: Math.round(netTxBps * 0.97),
        errors: chance(seed, minute) > 0.995 ? 2 : 0,
      },
      {
        name: 'enp2s0',
        rxBps: Math.round(netRxBps * 0.06),
        txBps: Math.round(netTxBps * 0.03),
        errors: 0,
      },
    ],
  };
}
