import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The size of a made-up large machine. */
export interface LargeMachine {
  cores: number;
  mounts: number;
  interfaces: number;
  processes: number;
}

/** Writes a large machine's files below `folder`: `FOLDER/proc`, `FOLDER/sys`, and its mount points. */
export function writeLargeRoot(
  folder: string,
  { cores, mounts, interfaces, processes }: LargeMachine,
): void {
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const each = <T>(count: number, of: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => of(index));
  mkdirSync(join(folder, 'proc'), { recursive: true });
  writeLargeStat(folder, cores, 0);
  write('proc/meminfo', 'MemTotal: 2113929216 kB\nMemAvailable: 1013929216 kB\nSwapTotal: 0 kB\n');
  write('proc/uptime', '123456.78 900000.00\n');
  write('proc/loadavg', '120.50 110.25 99.00 12/5000 4567\n');
  for (const resource of ['cpu', 'memory', 'io'])
    write(`proc/pressure/${resource}`, 'some avg10=0.00 avg60=0.00 avg300=0.00 total=123456\n');
  const devices = each(mounts, (index) => `259:${String(index)}`);
  write(
    'proc/1/mountinfo',
    devices
      .map((device, index) => {
        const point = index === 0 ? '/' : `/mnt/${String(index)}`;
        mkdirSync(join(folder, point), { recursive: true });
        return `${String(index + 20)} ${index === 0 ? '1' : '20'} ${device} / ${point} rw - ext4 /dev/nvme${String(index)}n1 rw`;
      })
      .join('\n'),
  );
  write(
    'proc/diskstats',
    devices
      .map((device, index) => {
        mkdirSync(join(folder, `sys/block/nvme${String(index)}n1/slaves`), { recursive: true });
        return ` ${device.replace(':', ' ')} nvme${String(index)}n1 900 1 7200 5 800 2 6400 6 0 9 11`;
      })
      .join('\n'),
  );
  write(
    'proc/1/net/dev',
    each(interfaces, (index) => {
      const name = `eth${String(index)}`;
      write(`sys/class/net/${name}/ifindex`, `${String(index + 2)}\n`);
      write(`sys/class/net/${name}/type`, '1\n');
      write(`sys/class/net/${name}/uevent`, `INTERFACE=${name}\n`);
      write(`sys/class/net/${name}/device/vendor`, '0x1\n');
      return `${name}: 123456789 90000 0 0 0 0 0 0 987654321 80000 0 0 0 0 0 0`;
    }).join('\n'),
  );
  each(processes, (index) => {
    const pid = String(index + 1);
    const numbers = each(48, (field) => String(field * index)).join(' ');
    write(`proc/${pid}/stat`, `${pid} (worker-${pid}) S ${numbers}\n`);
    write(`proc/${pid}/cmdline`, `/usr/bin/worker-${pid}\0--serve\0`);
    symlinkSync('/usr/bin/worker', join(folder, `proc/${pid}/exe`));
  });
}

/** Writes its `proc/stat` as of `seconds` later: without a tick there is no CPU to measure. */
export function writeLargeStat(folder: string, cores: number, seconds: number): void {
  const lines = Array.from({ length: cores }, (_, core) => {
    const [user, idle] = [9000 + core + seconds * 20, 900_000 + seconds * 80];
    return `cpu${String(core)} ${String(user)} 12 4000 ${String(idle)} 310 0 80 0 0 0`;
  });
  const file = join(folder, 'proc/stat');
  writeFileSync(`${file}.new`, `${lines.join('\n')}\nintr 1\n`);
  renameSync(`${file}.new`, file);
}
