import type { MetricTexts } from '../texts.ts';

/** Names and explanations of the metrics. */
export const metrics: MetricTexts = {
  metric: {
    cpu: { name: 'CPU', long: 'CPU', help: 'Mean over all cores.' },
    cpuCoreMax: {
      name: 'Busiest core',
      long: 'Busiest core',
      help: 'A single-threaded program at 100\u202f% of one core hides in the mean.',
    },
    memory: { name: 'Memory', long: 'Memory', help: 'In use, without what can be freed at once.' },
    swap: { name: 'Swap', long: 'Swap', help: 'Used share of the swap space.' },
    disk: { name: 'Disk', long: 'Disk (fullest)', help: 'The fullest local file system.' },
    load1: {
      name: 'Load 1\u202fmin',
      long: 'Load 1\u202fmin',
      help: 'Processes that run or wait, mean over one minute.',
    },
    load5: {
      name: 'Load 5\u202fmin',
      long: 'Load 5\u202fmin',
      help: 'Processes that run or wait, mean over 5 minutes.',
    },
    load15: {
      name: 'Load 15\u202fmin',
      long: 'Load 15\u202fmin',
      help: 'Processes that run or wait, mean over 15 minutes.',
    },
    diskRead: { name: 'Read', long: 'Disk read', help: 'Bytes per second from all local disks.' },
    diskWrite: { name: 'Write', long: 'Disk write', help: 'Bytes per second to all local disks.' },
    netRx: {
      name: 'Received',
      long: 'Network received',
      help: 'Bytes per second over all interfaces.',
    },
    netTx: { name: 'Sent', long: 'Network sent', help: 'Bytes per second over all interfaces.' },
    temperature: {
      name: 'Temperature',
      long: 'CPU temperature',
      help: 'As reported by the processor’s sensor.',
    },
    battery: { name: 'Battery', long: 'Battery', help: 'Charge of the battery.' },
    processes: { name: 'Processes', long: 'Processes', help: 'Number of processes on the host.' },
    cpuPressure: {
      name: 'CPU',
      long: 'CPU pressure',
      help: 'Share of time in which a program waited for a processor (PSI).',
    },
    memoryPressure: {
      name: 'Memory',
      long: 'Memory pressure',
      help: 'Share of time in which a program waited for memory (PSI).',
    },
    ioPressure: {
      name: 'I/O',
      long: 'I/O pressure',
      help: 'Share of time in which a program waited for a disk (PSI).',
    },
    gpu: { name: 'GPU', long: 'GPU', help: 'The busiest graphics processor.' },
    gpuMemory: { name: 'GPU memory', long: 'GPU memory', help: 'Memory in use on that processor.' },
    gpuTemperature: {
      name: 'GPU temperature',
      long: 'GPU temperature',
      help: 'As reported by the sensor of that processor.',
    },
    failedServices: {
      name: 'Failed services',
      long: 'Failed services',
      help: 'Services that have failed, checked once an hour.',
    },
    failingDisks: {
      name: 'Failing disks',
      long: 'Failing disks',
      help: 'Disks that report that they are failing (SMART), checked once an hour.',
    },
    diskWear: {
      name: 'Disk wear',
      long: 'Disk wear',
      help: 'Life used up by the most worn disk (SMART), checked once an hour.',
    },
    customBeyond: {
      name: 'Beyond limit',
      long: 'Custom metrics beyond their limit',
      help: 'How many numbers from other programs exceed the limit set for them.',
    },
    uptime: { name: 'Uptime', long: 'Uptime', help: 'Time since the system last started.' },
  },
};
