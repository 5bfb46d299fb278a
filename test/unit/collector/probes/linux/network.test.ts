import { describe, expect, it } from 'vitest';
import { readInterfaces } from '../../../../../collector/probes/linux/network.ts';
import { madeUpRoot, type Files } from '../../../../support/collector/made-up-root.ts';

/** An interface as sysfs describes it: an Ethernet one of its own unless said otherwise. */
interface Described {
  device?: boolean;
  kind?: string;
  type?: number;
  index: number;
  below?: number;
  has?: readonly string[];
}

function sysfs(interfaces: Record<string, Described>): Files {
  return Object.fromEntries(
    Object.entries(interfaces).flatMap(
      ([name, { device, kind, type = 1, index, below, has = [] }]): [string, string][] => {
        const folder = `sys/class/net/${name}`;
        return [
          [`${folder}/ifindex`, `${String(index)}\n`],
          [`${folder}/iflink`, `${String(below ?? index)}\n`],
          [`${folder}/type`, `${String(type)}\n`],
          [
            `${folder}/uevent`,
            `${kind === undefined ? '' : `DEVTYPE=${kind}\n`}INTERFACE=${name}\n`,
          ],
          ...(device === true ? [deviceFile(folder)] : []),
          ...has.map((entry): [string, string] => [`${folder}/${entry}`, '\n']),
        ];
      },
    ),
  );
}

function deviceFile(folder: string): [string, string] {
  return [`${folder}/device/vendor`, '0x1\n'];
}

function netDev(names: readonly string[]): string {
  return ['lo', ...names]
    .map(
      (name, index) => `${name}: ${String(index)}00 1 0 0 0 0 0 0 ${String(index)}00 1 0 0 0 0 0 0`,
    )
    .join('\n');
}

async function chosen(interfaces: Record<string, Described>): Promise<string[]> {
  using root = madeUpRoot({
    'proc/net/dev': netDev(Object.keys(interfaces)),
    ...sysfs(interfaces),
  });
  const members = await readInterfaces(root, () => undefined);
  return members.map(({ id }) => id.split(' ')[0] ?? '');
}

async function chosenByName(...names: string[]): Promise<string[]> {
  using root = madeUpRoot({ 'proc/net/dev': netDev(names) });
  return (await readInterfaces(root, () => undefined)).map(({ id }) => id.trim());
}

describe('of virtual machines', () => {
  it.each([
    ['Xen\u2019s own ends do not count', 'vif3.0', 'device/modalias', 'xen-backend:vif\n'],
    ['a card\u2019s representors do not count', 'enp1s0f0_0', 'phys_port_name', 'pf0vf3\n'],
    ['nor those of its parts', 'en3f0pf0sf88', 'phys_port_name', 'c1pf0sf88\n'],
  ])('%s', async (_, name, file, text) => {
    using root = madeUpRoot({
      'proc/net/dev': netDev(['eth0', name]),
      ...sysfs({ eth0: { device: true, index: 2 }, [name]: { device: true, index: 3 } }),
      'sys/class/net/eth0/phys_port_name': 'p0\n',
      [`sys/class/net/${name}/${file}`]: text,
    });
    const members = await readInterfaces(root, () => undefined);
    expect(members.map((member) => member.name)).toEqual(['eth0']);
  });
});

describe('the interfaces that count', () => {
  it('the interfaces that count are read with bytes, packets and an identity', async () => {
    using root = madeUpRoot({
      'proc/net/dev': [
        'Inter-|   Receive                            |  Transmit',
        ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets',
        '    lo: 999 1 0 0 0 0 0 0 999 1 0 0 0 0 0 0',
        '  eth0:1000 2 4 0 0 0 0 0 200 3 5 0 0 0 0 0',
        ' wlan0: 30 1 0 0 0 0 0 0 4 1 0 0 0 0 0 0',
      ].join('\n'),
      ...sysfs({
        eth0: { device: true, index: 2 },
        wlan0: { device: true, index: 3, kind: 'wlan' },
      }),
    });
    expect(await readInterfaces(root, () => undefined)).toEqual([
      { id: 'eth0 2', name: 'eth0', in: 1000, out: 200, events: 5, errors: 9, wrapsAt: 2 ** 32 },
      { id: 'wlan0 3', name: 'wlan0', in: 30, out: 4, events: 2, errors: 0, wrapsAt: 2 ** 32 },
    ]);
  });

  const layers = {
    br0: { kind: 'bridge', index: 4, has: ['lower_eth0'] },
    bond0: { kind: 'bond', index: 5, has: ['lower_eth0'] },
    'eth0.7': { kind: 'vlan', index: 6, below: 2, has: ['lower_eth0'] },
    veth1: { index: 7, below: 2 },
    tun0: { index: 8, type: 65534, has: ['tun_flags'] },
    wg0: { kind: 'wireguard', index: 9, type: 65534 },
    ifb0: { index: 10 },
    office: { kind: 'macvlan', index: 11, below: 2, has: ['lower_eth0'] },
  };

  it.each<[string, Record<string, Described>, string[]]>([
    [
      'physical ones where there are any',
      { eth0: { device: true, index: 2 }, eth1: { device: true, index: 3 }, ...layers },
      ['eth0', 'eth1'],
    ],
    [
      'the lowest ones where none is physical',
      { eth0: { index: 2 }, ...layers, veth1: { index: 7, below: 50, has: ['master'] } },
      ['eth0'],
    ],
    [
      'the way out of a container, and not those into containers of its own',
      {
        eth0: { index: 2, below: 40 },
        docker0: { kind: 'bridge', index: 3, has: ['lower_veth9'] },
        veth9: { index: 4, below: 9, has: ['master'] },
      },
      ['eth0'],
    ],
    [
      'the way out, where both ends of another veth are here',
      { eth0: { index: 2, below: 5 }, here: { index: 3, below: 4 }, there: { index: 4, below: 3 } },
      ['eth0'],
    ],
    [
      'a macvlan whose interface is another namespace\u2019s',
      { eth0: { kind: 'macvlan', index: 2, below: 31 }, tun0: layers.tun0 },
      ['eth0'],
    ],
    ['a tunnel, where there is nothing else', { tun0: layers.tun0 }, ['tun0']],
    [
      'the interface that a switch hangs on, not its ports',
      {
        eth0: { device: true, index: 2 },
        lan0: { device: true, kind: 'dsa', index: 3, below: 2 },
        wan: { device: true, kind: 'dsa', index: 4, below: 2 },
      },
      ['eth0'],
    ],
    [
      'the upper one of a virtual machine\u2019s accelerated pair',
      {
        eth0: { device: true, index: 2, has: ['lower_enP1s1'] },
        enP1s1: { device: true, index: 3, has: ['master'] },
      },
      ['eth0'],
    ],
    [
      'not that between Windows and the Linux in it',
      { loopback0: { device: true, index: 4 }, eth2: { device: true, index: 5 } },
      ['eth2'],
    ],
    [
      'no monitor beside the interface that it listens on',
      {
        wlan0: { device: true, kind: 'wlan', index: 2 },
        mon0: { device: true, kind: 'wlan', type: 803, index: 3 },
      },
      ['wlan0'],
    ],
  ])('are %s', async (_, interfaces, right) => {
    expect(await chosen(interfaces)).toEqual(right);
  });

  it('the interfaces that count are recognised by name if nothing else is known', async () => {
    expect(
      await chosenByName('enp3s0', 'docker0', 'br-4f1e', 'virbr0', 'vethab', 'enp3s0.4', 'wg0'),
    ).toEqual(['enp3s0']);
    expect(await chosenByName('eth0', 'wlan0', 'brcm0')).toEqual(['eth0', 'wlan0', 'brcm0']);
    expect(await chosenByName('tun0')).toEqual(['tun0']);
  });

  it('the interfaces that count are those of the host\u2019s first process below a host root', async () => {
    using root = madeUpRoot({
      'proc/1/net/dev': netDev(['eth0']),
      'proc/net/dev': netDev(['inside']),
    });
    expect(await readInterfaces(root, () => undefined)).toHaveLength(1);
    expect((await readInterfaces(root, () => undefined))[0]?.id.trim()).toBe('eth0');
  });
});
