/**
 * Real networks, disks and sandboxes, made for the test and taken away after it. Each needs rights that not every machine gives:
 * what is not possible here is skipped with the reason.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { cleanEnvironment } from '../../support/environment.ts';
import { CLI, buildCli } from '../../support/run-cli.ts';

const FUSE = join(import.meta.dirname, '../../support/collector/hanging-fuse.py');

let work: string;
/** Undone in reverse. */
let undo: (() => void)[];

beforeAll(buildCli);

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'real-situations-'));
  undo = [];
});

afterEach(() => {
  for (const step of undo.reverse()) step();
  rmSync(work, { recursive: true, force: true });
});

interface Ended {
  ok: boolean;
  stdout: string;
  stderr: string;
}

function sh(script: string, ...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', script, 'sh', ...args], {
    encoding: 'utf8',
    env: {
      ...cleanEnvironment(),
      NODE: process.execPath,
      CLI,
      PY_PERF_DATA_DIR: join(work, 'data'),
    },
  });
  return { ok: status === 0, stdout, stderr };
}

/** Runs what needs rights, or skips the test with what was refused. */
function need(context: TestContext, script: string, ...args: string[]): string {
  const { ok, stdout, stderr } = sh(script, ...args);
  if (!ok) context.skip(`not possible here: ${stderr.trim()}`);
  return stdout;
}

interface Printed {
  diskPercent?: number;
  fileSystems?: { mount: string }[];
  processCount?: number;
  netRxBps?: number;
  netTxBps?: number;
  leftOut: { what: string; why: string }[];
}

function whyOf(printed: Printed, what: string): string {
  return printed.leftOut.flatMap((one) => (one.what === what ? [one.why] : [])).join('\n');
}

const PRINT = '"$NODE" "$CLI" collect --print --explain';

function print(before = '', after = ''): Printed {
  const { ok, stdout, stderr } = sh(`${before}\n${PRINT}${after}`);
  if (!ok) throw new Error(stderr);
  return JSON.parse(stdout) as Printed;
}

/** A file system of `mebibytes` in a file, mounted at `point` below the work folder; `percent` of it are filled. */
function loopDisk(
  context: TestContext,
  { point, mebibytes = 64, percent = 0 }: { point: string; mebibytes?: number; percent?: number },
): void {
  const image = join(work, `${point.replaceAll('/', '-')}.img`);
  const folder = join(work, point);
  need(
    context,
    'truncate -s "$1"M "$2"; mkfs.ext4 -qF -m 0 "$2"; mkdir -p "$3"; mount -o loop "$2" "$3"',
    String(mebibytes),
    image,
    folder,
  );
  undo.push(() => sh('umount -l "$1"', folder));
  const { bavail, bsize } = statfsSync(folder);
  if (percent > 0)
    writeFileSync(join(folder, 'full'), Buffer.alloc(Math.floor((bavail * bsize * percent) / 100)));
}

/** Sends datagrams of 1,000 bytes to an address, a hundred a second, until it is killed. */
const SENDER =
  'const socket = require("dgram").createSocket("udp4"); setInterval(() => socket.send(Buffer.alloc(1000), 9, process.argv[1]), 10)';

describe.skipIf(process.platform !== 'linux')('in a network namespace', () => {
  it('bridge, bond, VLAN and containers count nothing twice', (context) => {
    const name = `pp${String(process.pid)}`;
    need(context, 'ip netns add "$1"', name);
    undo.push(() => sh('ip netns del "$1"', name));
    const run = (line: string): string => need(context, `ip netns exec ${name} ${line}`);
    // The way out is one end of a veth whose other end is not here.
    need(
      context,
      `ip link add ${name}o type veth peer name ${name}i && ip link set ${name}i netns ${name}`,
    );
    undo.push(() => sh(`ip link del ${name}o`));
    run(`ip link set ${name}i name eth0`);
    need(context, `ip addr add 10.251.1.1/30 dev ${name}o; ip link set ${name}o up`);
    run('ip link set lo up');
    run('ip link add br0 type bridge');
    need(context, 'ip netns add "$1"', `${name}b`);
    undo.push(() => sh('ip netns del "$1"', `${name}b`));
    run('ip link add inner type veth peer name vethout');
    need(context, `ip -n ${name} link set inner netns ${name}b`);
    for (const link of ['vethout', 'eth0']) run(`ip link set ${link} master br0`);
    run('ip addr add 10.251.1.2/30 dev br0');
    run('ip neigh add 10.251.1.1 lladdr 02:00:00:00:00:01 dev br0 nud permanent');
    for (const link of ['eth0', 'br0', 'vethout']) run(`ip link set ${link} up`);
    // Kinds that not every kernel has.
    const others = ['link br0 name br0.7 type vlan id 7', 'bond9 type bond', 'ifb9 type ifb'];
    for (const other of others) sh(`ip netns exec ${name} ip link add ${other}`);
    const sent = (): number => Number(run('cat /sys/class/net/eth0/statistics/tx_bytes'));
    const began = performance.now();
    const before = sent();
    const { stdout } = sh(
      `ip netns exec ${name} sh -ec '"$NODE" -e "$2" 10.251.1.1 & trap "kill $!" EXIT; ${PRINT} --interval 2' sh "" "$1"`,
      SENDER,
    );
    const rate = (sent() - before) / ((performance.now() - began) / 1000);
    const printed = JSON.parse(stdout) as Printed;
    const left = whyOf(printed, 'network');
    for (const link of ['br0', 'vethout'])
      expect(left).toContain(`${link} is not among the lowest`);
    expect(left).not.toContain('eth0 is');
    // The sender starts within the measured time: on the whole a little less than in the middle, and far from twice that.
    expect(rate).toBeGreaterThan(10_000);
    expect(printed.netTxBps).toBeGreaterThan(rate * 0.8);
    expect(printed.netTxBps).toBeLessThan(110_000);
  });
});

describe.skipIf(process.platform !== 'linux')('of disks', () => {
  it('the fullest counts, although a sandbox shows all of them read-only', (context) => {
    loopDisk(context, { point: 'second', percent: 97 });
    const sandbox = need(
      context,
      `unshare --mount sh -ec 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; mount -o remount,bind,ro / 2>/dev/null || true; ${PRINT}' sh "$1"`,
      join(work, 'second'),
    );
    const { diskPercent } = JSON.parse(sandbox) as Printed;
    expect(diskPercent).toBeGreaterThan(95);
  });

  it('subvolumes of btrfs count once, although each has its own device number', (context) => {
    const image = join(work, 'btrfs.img');
    const top = join(work, 'btrfs');
    need(
      context,
      'truncate -s 128M "$1"; mkfs.btrfs -qM "$1"; mkdir "$2"; mount -o loop "$1" "$2"; btrfs subvolume create "$2/home"',
      image,
      top,
    );
    undo.push(() => sh('umount -l "$1"', top));
    const home = join(work, 'home');
    need(context, 'mkdir "$1"; mount --bind "$2/home" "$1"', home, top);
    undo.push(() => sh('umount -l "$1"', home));
    const { fileSystems = [] } = print();
    expect(fileSystems.filter(({ mount }) => mount.startsWith(work))).toHaveLength(1);
  });

  it('an image of squashfs is full by nature and does not count', (context) => {
    const folder = join(work, 'snap');
    need(
      context,
      'mkdir "$2"; mksquashfs /etc/apt "$1" -quiet -no-progress; mount -o loop "$1" "$2"',
      join(work, 'snap.img'),
      folder,
    );
    undo.push(() => sh('umount -l "$1"', folder));
    const { fileSystems = [] } = print();
    expect(fileSystems.map(({ mount }) => mount)).not.toContain(folder);
  });

  it('bind mounts, images and overlays count as the disk below them', (context) => {
    loopDisk(context, { point: 'data', percent: 90 });
    const data = join(work, 'data');
    const merged = join(work, 'merged');
    mkdirSync(join(data, 'upper'));
    mkdirSync(join(data, 'worker'));
    mkdirSync(merged);
    need(
      context,
      'mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/worker" "$2"',
      data,
      merged,
    );
    undo.push(() => sh('umount -l "$1"', merged));
    const df = Number(/(\d+)%/u.exec(sh('df --output=pcent "$1"', data).stdout)?.[1]);
    const { diskPercent } = print();
    expect(Math.abs((diskPercent ?? 0) - df)).toBeLessThan(1.1);
  });

  it('the layered root of a container counts, but not files mounted into it', (context) => {
    for (const folder of ['upper', 'worker', 'root']) mkdirSync(join(work, folder));
    writeFileSync(join(work, 'hosts'), '');
    const { fileSystems, leftOut } = JSON.parse(
      need(
        context,
        `exec unshare --mount sh -ec '
           cd "$1"; mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=worker root
           mount --bind hosts root/etc/hosts; mount -t proc proc root/proc
           exec chroot root ${PRINT}' sh "$1"`,
        work,
      ),
    ) as Printed;
    expect(fileSystems?.map(({ mount }) => mount)).toEqual(['/']);
    expect(leftOut.map(({ why }) => why)).toContain('/etc/hosts is on the same disk as /');
  });
});

describe.skipIf(process.platform !== 'linux')('below a mount that no longer answers', () => {
  let server: ChildProcess;

  /** A disk below a FUSE mount whose server has stopped answering, and another that is fine. */
  async function hang(context: TestContext): Promise<void> {
    const folder = join(work, 'share');
    mkdirSync(folder);
    loopDisk(context, { point: 'fine', percent: 93 });
    server = spawn('python3', [FUSE, folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = await new Promise<string>((resolve) => {
      server.stdout?.once('data', (chunk: Buffer) => {
        resolve(chunk.toString().trim());
      });
      server.once('exit', (code) => {
        resolve(`it ended with ${String(code)}`);
      });
      server.once('error', ({ message }) => {
        resolve(message);
      });
    });
    if (said !== 'mounted') context.skip(`no FUSE mount possible here: ${said}`);
    undo.push(() => {
      server.kill('SIGKILL');
      sh('umount -l "$1"', folder);
    });
    const image = join(work, 'below.img');
    need(
      context,
      'truncate -s 16M "$1"; mkfs.ext4 -qF "$1"; mount -o loop "$1" "$2/disk"',
      image,
      folder,
    );
    server.kill('SIGUSR1');
  }

  it('the other disks are measured, and the program ends', async (context) => {
    await hang(context);
    const printed = print();
    expect(printed.diskPercent).toBeGreaterThan(90);
    expect(whyOf(printed, 'file systems')).toContain('share/disk: it did not answer in time');
  });

  it('collecting continues, and ends within 2 s of a request', async (context) => {
    await hang(context);
    const child = spawn(process.execPath, [CLI, 'collect'], {
      env: {
        ...cleanEnvironment(),
        PY_PERF_DATA_DIR: join(work, 'data'),
        PY_PERF_MACHINE_LOCK: `hang-${String(process.pid)}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    undo.push(() => child.kill('SIGKILL'));
    let said = '';
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Collecting ')) resolve();
      });
    });
    // In the middle of the first sample, which waits for the disk.
    const asked = performance.now();
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - asked).toBeLessThan(2000);
  });
});

describe.skipIf(process.platform !== 'linux')('where processes are hidden', () => {
  it('hidden processes make the list absent, not one process', (context) => {
    const printed = JSON.parse(
      need(
        context,
        `unshare --mount sh -ec 'mount -t proc -o hidepid=2 proc /proc; chmod -R a+rwX "$1"; exec setpriv --reuid 65534 --regid 65534 --clear-groups ${PRINT}' sh "$1"`,
        work,
      ),
    ) as Printed;
    expect(printed).not.toHaveProperty('processCount');
    expect(whyOf(printed, 'processes')).toContain('hidepid');
  });

  it('a container’s processes are not the machine\u2019s', (context) => {
    const printed = JSON.parse(
      need(context, `unshare --mount --pid --fork --mount-proc sh -ec '${PRINT}'`),
    ) as Printed;
    expect(printed).not.toHaveProperty('processCount');
    expect(whyOf(printed, 'processes')).toContain('--pid host');
  });
});
