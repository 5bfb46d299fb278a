import { beforeEach, describe, expect, it } from 'vitest';
import { portableExtras } from '../../../../collector/probes/portable-extras.ts';

/**
 * The output of programs, by name and first argument; null: not installed. Formats as people have shown them, with
 * made-up values.
 */
let answers: Record<string, string | null>;
let asked: string[];
let leftOut: string[];
let elapsedMs = 0;

function probes(platform: NodeJS.Platform) {
  return portableExtras(platform, (what, why) => leftOut.push(`${what}: ${why}`), {
    ask: (program, args) => {
      asked.push([program, ...args].join(' '));
      const found = Object.entries(answers).find(([call]) => asked.at(-1)?.startsWith(call));
      return Promise.resolve(found?.[1] ?? null);
    },
    elapsedMs: () => elapsedMs,
  });
}

beforeEach(() => {
  answers = {};
  asked = [];
  leftOut = [];
});

/** A list of launchd's jobs of a Mac that is well but for three of its user's. */
const LAUNCHD = [
  'PID\tStatus\tLabel',
  '-\t0\tcom.apple.SafariHistoryServiceAgent',
  '-\t-9\tcom.apple.progressd',
  '-\t78\tcom.apple.cvmsCompAgent_x86_64_1',
  '612\t0\tapplication.com.apple.Terminal.1152921500311879701.1152921500311879706',
  '701\t1\thomebrew.mxcl.postgresql@16',
  '-\t78\thomebrew.mxcl.nginx',
  '-\t-9\tcom.docker.helper',
  '-\t-15\torg.example.stopped',
  '-\t-11\torg.example.crashed',
  '-\t127\tlocal backup',
  '',
].join('\n');

describe('failed services of macOS', () => {
  it('are jobs that do not run and ended with an error or a crash, none of Apple\u2019s', async () => {
    answers['launchctl list'] = LAUNCHD;
    const { failedServices } = probes('darwin');
    const failed = ['homebrew.mxcl.nginx', 'org.example.crashed', 'local backup'];
    expect(await failedServices()).toEqual(failed);
    expect(await failedServices()).toEqual(failed);
    expect(asked).toEqual(['launchctl list']);
    elapsedMs += 60 * 60_000;
    answers['launchctl list'] = 'PID\tStatus\tLabel\n';
    expect(await failedServices()).toEqual([]);
  });
});

describe('failed services of Windows', () => {
  it('are automatic services that ended with an error', async () => {
    answers['powershell.exe'] = '\uFEFFMSSQL$SHOP\r\nSpooler\r\n\r\n';
    expect(await probes('win32').failedServices()).toEqual(['MSSQL$SHOP', 'Spooler']);
    // Those that a trigger starts have not failed: nothing has started them yet.
    expect(asked[0]).toContain('ExitCode<>1077');
  });

  it('are zero on a healthy machine, and unknown without the program', async () => {
    answers['powershell.exe'] = '';
    expect(await probes('win32').failedServices()).toEqual([]);
    delete answers['powershell.exe'];
    elapsedMs += 60 * 60_000;
    expect(await probes('win32').failedServices()).toBeUndefined();
  });
});

const SCAN = JSON.stringify({
  json_format_version: [1, 0],
  smartctl: {
    version: [7, 4],
    argv: ['smartctl', '--scan', '--json'],
    exit_status: 0,
  },
  devices: [
    { name: '/dev/sda', info_name: '/dev/sda', type: 'nvme', protocol: 'NVMe' },
    {
      name: '/dev/sdb',
      info_name: '/dev/sdb [SAT]',
      type: 'sat',
      protocol: 'ATA',
    },
    { name: '/dev/sdc', info_name: '/dev/sdc', type: 'scsi', protocol: 'SCSI' },
    { name: '--help', info_name: '', type: 'ata', protocol: 'ATA' },
  ],
});

describe('disks of Windows and macOS', () => {
  it('are those that smartctl finds, each with its device type', async () => {
    answers['smartctl --json=c --scan'] = SCAN;
    const question = 'smartctl --json=c --nocheck=standby --health --attributes';
    // Of a Mac's own disk the log of errors cannot be read, which makes the status 4.
    answers[`${question} --device=nvme /dev/sda`] = JSON.stringify({
      smartctl: {
        messages: [
          {
            string: 'Read 1 entries from Error Information Log failed',
            severity: 'error',
          },
        ],
        exit_status: 4,
      },
      device: { name: '/dev/sda', type: 'nvme', protocol: 'NVMe' },
      smart_status: { passed: true, nvme: { value: 0 } },
      nvme_smart_health_information_log: { percentage_used: 6 },
    });
    answers[`${question} --device=sat /dev/sdb`] = JSON.stringify({
      smartctl: { exit_status: 8 },
      device: { name: '/dev/sdb', type: 'sat', protocol: 'ATA' },
      smart_status: { passed: false },
      ata_smart_attributes: {
        table: [{ id: 5, name: 'Reallocated_Sector_Ct', value: 1 }],
      },
    });
    answers[`${question} /dev/sdc`] = JSON.stringify({
      smartctl: {
        messages: [
          {
            string: '/dev/sdc: Unknown USB bridge [0x152d:0x0583 (0x214)]',
            severity: 'error',
          },
        ],
        exit_status: 1,
      },
    });
    const { diskHealth } = probes('win32');
    expect(await diskHealth()).toEqual({ failing: 1, wearPercent: 6 });
    expect(leftOut.join()).toContain('/dev/sdc gives no answer');
    await diskHealth();
    expect(asked).toHaveLength(4);
  });

  it.each([
    ['there is no smartctl', undefined],
    ['its answer is none', 'Usage: smartctl [options] device'],
  ])('are unknown if %s', async (_, answer) => {
    if (answer !== undefined) answers['smartctl'] = answer;
    expect(await probes('darwin').diskHealth()).toBeUndefined();
  });
});

describe('a graphics processor of macOS', () => {
  const entry = (kind: string, statistics: string): string =>
    `+-o ${kind}  <class ${kind}, id 0x100000456, registered, matched, active, busy 0 (21 ms), retain 90>\n    {\n      "IOClass" = "${kind}"\n      "PerformanceStatistics" = {${statistics}}\n    }\n`;

  it.each([
    [
      'Apple\u2019s own',
      entry(
        'AGXAcceleratorG14X',
        '"In use system memory (driver)"=0,"Alloc system memory"=5126701056,"Tiler Utilization %"=10,"recoveryCount"=0,"Renderer Utilization %"=15,"Device Utilization %"=16,"In use system memory"=1178320896',
      ),
      { busyPercent: 16 },
    ],
    [
      'an Intel Mac with two',
      entry('IntelAccelerator', '"Device Utilization %"=2,"Device Unit 0 Utilization %"=2') +
        entry(
          'AMDRadeonX6000_AMDNavi14GraphicsAccelerator',
          '"GPU Activity(%)"=71,"Device Utilization %"=71,"vramUsedBytes"=1073741824,"vramFreeBytes"=3221225472,"Temperature(C)"=64,"Total Power(W)"=31',
        ),
      { busyPercent: 71, memoryPercent: 25, celsius: 64 },
    ],
    ['a virtual machine', '', undefined],
    ['one beyond all', entry('X', '"Device Utilization %"=18446744073709551615'), undefined],
  ])('%s', async (_, answer, right) => {
    answers['ioreg -r -d 1 -w 0 -c IOAccelerator'] = answer;
    expect(await probes('darwin').gpu()).toEqual(right);
  });
});

describe('a graphics processor of Windows', () => {
  it('is NVIDIA\u2019s; a missing one is looked for once an hour', async () => {
    const { gpu } = probes('win32');
    expect(await gpu()).toBeUndefined();
    answers['nvidia-smi -L'] = 'GPU 0: NVIDIA GeForce RTX 3060 (UUID: GPU-0)\n';
    answers['nvidia-smi --query-gpu'] = '37, 2048, 12288, 58\r\n';
    expect(await gpu()).toBeUndefined();
    expect(asked).toHaveLength(1);
    elapsedMs += 60 * 60_000;
    expect(await gpu()).toEqual({
      busyPercent: 37,
      memoryPercent: (2048 / 12_288) * 100,
      celsius: 58,
    });
  });
});
