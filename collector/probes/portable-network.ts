import type { SystemInformation } from './system-information.ts';
import type { LeaveOut, MemberCounters } from './probes.ts';

const LOOPBACK = /^lo\d*$|loopback/iu;

/** macOS interface names by driver: bridges, tunnels, links between devices, networks of virtual machines. */
const LAYERED_ON_MAC =
  /^(?:anpi|ap|awdl|bond|bridge|feth|gif|ipsec|llw|ppp|stf|tap|tun|utun|vlan|vmenet|vmnet|vnic|XHC)\d/u;

/** Windows adapters that are stacked on others, by name or description. */
const LAYERED_ON_WINDOWS =
  /vEthernet|Hyper-V Virtual|Multiplexor|TAP-|Wintun|WireGuard|Tailscale|ZeroTier|OpenVPN|Tunnel|Teredo|ISATAP|6to4|\bVPN\b|Host-Only|VMware (?:Virtual|Network Adapter VMnet)|VMnet\d|Npcap|WAN Miniport|Wi-Fi Direct|Kernel Debug|Pseudo-Interface/iu;

/** How interfaces are read on systems other than Linux. */
export interface PortableInterfacesOptions {
  platform: NodeJS.Platform;
  load: () => Promise<SystemInformation>;
  leaveOut: LeaveOut;
}

/**
 * The interfaces through which bytes leave the machine: those stacked on no other, or all if there are none. Only a
 * separate query tells what a Windows adapter is, so it runs only when a new one appears.
 */
export function portableInterfaces({
  platform,
  load,
  leaveOut,
}: PortableInterfacesOptions): () => Promise<MemberCounters[]> {
  let kinds = new Map<string, string>();
  const layered = async (names: readonly string[]): Promise<(name: string) => boolean> => {
    if (platform !== 'win32') return (name) => LAYERED_ON_MAC.test(name);
    if (names.some((name) => !kinds.has(name))) {
      const answer = await (await load()).networkInterfaces();
      const adapters = Array.isArray(answer) ? answer : [answer];
      kinds = new Map([
        ...names.map((name) => [name, ''] as const),
        ...adapters.map(({ iface, ifaceName }) => [iface, ifaceName] as const),
      ]);
    }
    return (name) => isLayeredOnWindows(name, kinds);
  };
  return async () => {
    const all = await (await load()).networkStats('*');
    // systeminformation reports 0 for an interface that it missed in a reading.
    const counting = all.filter(
      ({ iface, rx_bytes: rx, tx_bytes: tx }) =>
        !LOOPBACK.test(iface) && Number.isFinite(rx) && Number.isFinite(tx) && rx + tx > 0,
    );
    const isLayered = await layered(counting.map(({ iface }) => iface));
    const lowest = counting.filter(({ iface }) => !isLayered(iface));
    const chosen = lowest.length > 0 ? lowest : counting;
    for (const { iface } of counting)
      if (!chosen.some((one) => one.iface === iface))
        leaveOut('network', `${iface} is stacked on another interface`);
    return chosen.map(
      ({ iface, rx_bytes: rx, tx_bytes: tx, rx_errors: rxErrors, tx_errors: txErrors }) => ({
        id: iface,
        name: iface,
        in: rx,
        out: tx,
        ...errorsOf(rxErrors, txErrors),
        wrapsAt: WRAPS_AT,
      }),
    );
  };
}

/**
 * A Hyper-V switch takes over a card's address: its `vEthernet` then carries the card's description, and the card
 * itself is not listed. It is the way out, unless the card is listed too.
 */
function isLayeredOnWindows(name: string, kinds: ReadonlyMap<string, string>): boolean {
  const kind = kinds.get(name) ?? '';
  if (!name.startsWith('vEthernet') || kind === '' || kind === name)
    return LAYERED_ON_WINDOWS.test(`${name} ${kind}`);
  const isBesideCard = [...kinds].some(([other, its]) => other !== name && its === kind);
  return isBesideCard || LAYERED_ON_WINDOWS.test(kind);
}

/** Some drivers do not count them. */
function errorsOf(rx: unknown, tx: unknown): { errors?: number } {
  const errors = Number(rx) + Number(tx);
  return Number.isFinite(errors) ? { errors } : {};
}

/** Interface counters have 32 bits in `netstat` of older macOS and in some Windows drivers. */
const WRAPS_AT = 2 ** 32;
