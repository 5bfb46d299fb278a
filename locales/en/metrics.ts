import type { MetricTexts } from '../texts.ts';

export const metrics: MetricTexts = {
  metric: {
    cpu: { name: 'CPU', long: 'CPU' },
    memory: { name: 'Memory', long: 'Memory' },
    swap: { name: 'Swap', long: 'Swap' },
    disk: { name: 'Disk', long: 'Disk (fullest)' },
    load1: { name: 'Load 1\u202fmin', long: 'Load 1\u202fmin' },
    load5: { name: 'Load 5\u202fmin', long: 'Load 5\u202fmin' },
    load15: { name: 'Load 15\u202fmin', long: 'Load 15\u202fmin' },
    diskRead: { name: 'Read', long: 'Disk read' },
    diskWrite: { name: 'Write', long: 'Disk write' },
    netRx: { name: 'Received', long: 'Network received' },
    netTx: { name: 'Sent', long: 'Network sent' },
    temperature: { name: 'Temperature', long: 'CPU temperature' },
    battery: { name: 'Battery', long: 'Battery' },
    processes: { name: 'Processes', long: 'Processes' },
  },
};
