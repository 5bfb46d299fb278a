import type { MetricTexts } from '../texts.ts';

/** Names and explanations of the metrics. */
export const metrics: MetricTexts = {
  metric: {
    cpu: { name: 'CPU', long: 'CPU', help: 'Mittel über alle Kerne.' },
    cpuCoreMax: {
      name: 'Stärkster Kern',
      long: 'Stärkster Kern',
      help: 'Ein Programm mit nur einem Thread geht im Mittel aller Kerne unter.',
    },
    memory: {
      name: 'Speicher',
      long: 'Speicher',
      help: 'Belegt, ohne sofort freizugebenden Speicher.',
    },
    swap: { name: 'Swap', long: 'Swap', help: 'Belegter Anteil des Auslagerungsspeichers.' },
    disk: { name: 'Platte', long: 'Platte (vollste)', help: 'Das vollste lokale Dateisystem.' },
    load1: {
      name: 'Last 1\u202fmin',
      long: 'Last 1\u202fmin',
      help: 'Laufende und wartende Prozesse, Mittel über eine Minute.',
    },
    load5: {
      name: 'Last 5\u202fmin',
      long: 'Last 5\u202fmin',
      help: 'Laufende und wartende Prozesse, Mittel über 5 Minuten.',
    },
    load15: {
      name: 'Last 15\u202fmin',
      long: 'Last 15\u202fmin',
      help: 'Laufende und wartende Prozesse, Mittel über 15 Minuten.',
    },
    diskRead: {
      name: 'Gelesen',
      long: 'Von der Platte gelesen',
      help: 'Bytes pro Sekunde von allen lokalen Platten.',
    },
    diskWrite: {
      name: 'Geschrieben',
      long: 'Auf die Platte geschrieben',
      help: 'Bytes pro Sekunde auf alle lokalen Platten.',
    },
    netRx: {
      name: 'Empfangen',
      long: 'Über das Netz empfangen',
      help: 'Bytes pro Sekunde über alle Schnittstellen.',
    },
    netTx: {
      name: 'Gesendet',
      long: 'Über das Netz gesendet',
      help: 'Bytes pro Sekunde über alle Schnittstellen.',
    },
    temperature: {
      name: 'Temperatur',
      long: 'CPU-Temperatur',
      help: 'Wie der Sensor des Prozessors sie meldet.',
    },
    battery: { name: 'Akku', long: 'Akku', help: 'Ladestand des Akkus.' },
    processes: { name: 'Prozesse', long: 'Prozesse', help: 'Anzahl der Prozesse auf dem Host.' },
    cpuPressure: {
      name: 'CPU',
      long: 'CPU-Druck',
      help: 'Zeitanteil, in dem ein Programm auf einen Prozessor gewartet hat (PSI).',
    },
    memoryPressure: {
      name: 'Speicher',
      long: 'Speicherdruck',
      help: 'Zeitanteil, in dem ein Programm auf Speicher gewartet hat (PSI).',
    },
    ioPressure: {
      name: 'I/O',
      long: 'I/O-Druck',
      help: 'Zeitanteil, in dem ein Programm auf eine Platte gewartet hat (PSI).',
    },
    gpu: { name: 'GPU', long: 'GPU', help: 'Der am stärksten ausgelastete Grafikprozessor.' },
    gpuMemory: {
      name: 'GPU-Speicher',
      long: 'GPU-Speicher',
      help: 'Belegter Speicher dieses Prozessors.',
    },
    gpuTemperature: {
      name: 'GPU-Temperatur',
      long: 'GPU-Temperatur',
      help: 'Wie der Sensor dieses Prozessors sie meldet.',
    },
    failedServices: {
      name: 'Ausgefallene Dienste',
      long: 'Ausgefallene Dienste',
      help: 'Fehlgeschlagene Units von systemd, stündlich gezählt.',
    },
    failingDisks: {
      name: 'Defekte Platten',
      long: 'Defekte Platten',
      help: 'Platten, die von sich selbst sagen, dass sie versagen (SMART), stündlich gefragt.',
    },
    diskWear: {
      name: 'Abnutzung',
      long: 'Abnutzung der Platten',
      help: 'Wie viel ihrer Lebensdauer die am stärksten abgenutzte Platte verbraucht hat (SMART), stündlich gefragt.',
    },
    customBeyond: {
      name: 'Jenseits des Grenzwerts',
      long: 'Eigene Messgrößen jenseits ihres Grenzwerts',
      help: 'Wie viele Zahlen anderer Programme jenseits des Grenzwerts liegen, der für sie gesetzt ist.',
    },
    uptime: { name: 'Laufzeit', long: 'Laufzeit', help: 'Seit dem letzten Start des Systems.' },
  },
};
