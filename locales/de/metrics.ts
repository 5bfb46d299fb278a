import type { MetricTexts } from '../texts.ts';

export const metrics: MetricTexts = {
  metric: {
    cpu: { name: 'CPU', long: 'CPU' },
    memory: { name: 'Speicher', long: 'Speicher' },
    swap: { name: 'Swap', long: 'Swap' },
    disk: { name: 'Platte', long: 'Platte (vollste)' },
    load1: { name: 'Last 1\u202fmin', long: 'Last 1\u202fmin' },
    load5: { name: 'Last 5\u202fmin', long: 'Last 5\u202fmin' },
    load15: { name: 'Last 15\u202fmin', long: 'Last 15\u202fmin' },
    diskRead: { name: 'Gelesen', long: 'Von der Platte gelesen' },
    diskWrite: { name: 'Geschrieben', long: 'Auf die Platte geschrieben' },
    netRx: { name: 'Empfangen', long: 'Über das Netz empfangen' },
    netTx: { name: 'Gesendet', long: 'Über das Netz gesendet' },
    temperature: { name: 'Temperatur', long: 'CPU-Temperatur' },
    battery: { name: 'Akku', long: 'Akku' },
    processes: { name: 'Prozesse', long: 'Prozesse' },
  },
};
