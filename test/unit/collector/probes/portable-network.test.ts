import { describe, expect, it } from 'vitest';
import { portableInterfaces } from '../../../../collector/probes/portable-network.ts';
import type { SystemInformation } from '../../../../collector/probes/system-information.ts';

/** Which adapters of Windows count, of those by name and description; all have carried something. */
async function counted(adapters: Record<string, string>): Promise<string[]> {
  const names = Object.keys(adapters);
  const si = {
    networkStats: () =>
      Promise.resolve(names.map((iface) => ({ iface, rx_bytes: 900, tx_bytes: 70 }))),
    networkInterfaces: () =>
      Promise.resolve(names.map((iface) => ({ iface, ifaceName: adapters[iface] }))),
  };
  const read = portableInterfaces({
    platform: 'win32',
    load: () => Promise.resolve(si as unknown as SystemInformation),
    leaveOut: () => undefined,
  });
  return (await read()).map(({ name }) => name);
}

describe('adapters of Windows', () => {
  // Names and descriptions as recorded in systeminformation\u2019s issues 248 and 517, and in Icinga\u2019s 192.
  it.each<[string, Record<string, string>, string[]]>([
    [
      'a switch that has taken a card over counts, one for virtual machines does not',
      {
        'vEthernet (DS Alpin DEMO)': 'Hyper-V Virtual Ethernet Adapter #4',
        'vEthernet (Internet Access)': 'Realtek PCIe GBE Family Controller',
        'Loopback Pseudo-Interface 1': 'Loopback Pseudo-Interface 1',
      },
      ['vEthernet (Internet Access)'],
    ],
    [
      'such a switch does not count beside its card',
      {
        Ethernet: 'Realtek PCIe GBE Family Controller',
        'vEthernet (Internet Access)': 'Realtek PCIe GBE Family Controller',
      },
      ['Ethernet'],
    ],
    [
      'ports of a team count, and no switch on it',
      {
        'Hyper-V SET vNIC - Host management': 'Hyper-V Virtual Ethernet Adapter',
        'PCIe NIC1 Port 1': 'Intel(R) I350 Gigabit Network Connection #4',
        'PCIe NIC1 Port 2': 'Intel(R) I350 Gigabit Network Connection #2',
      },
      ['PCIe NIC1 Port 1', 'PCIe NIC1 Port 2'],
    ],
    [
      'wireless and cable count, and no miniport',
      {
        'Wi-Fi': 'Killer(R) Wireless-AC 1550i Wireless Network Adapter (9560NGW) 160MHz',
        Ethernet: 'Realtek PCIe GbE Family Controller',
        'Local Area Connection* 1': 'Microsoft Wi-Fi Direct Virtual Adapter',
        Work: 'WAN Miniport (IKEv2)',
      },
      ['Wi-Fi', 'Ethernet'],
    ],
  ])('%s', async (_, adapters, right) => {
    expect(await counted(adapters)).toEqual(right);
  });
});
