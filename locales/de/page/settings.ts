import type { SettingsTexts } from '../../setting-texts.ts';

/** Texts of the settings page. */
export const settings: SettingsTexts = {
  settings: {
    outOfRange: 'Eine ganze Zahl von {min} bis {max}.',
    unit: {
      seconds: 'Sekunde | Sekunden',
      minutes: 'Minute | Minuten',
      days: 'Tag | Tage',
      months: 'Monat | Monate',
      cents: 'US-Cent am Tag',
      dayOfMonth: 'des Monats',
      gigabytes: 'GB im Monat',
    },
    sources: { title: 'Quellen', text: 'Die AWS-Konten, deren Tabellen die App liest.' },
    collector: {
      title: 'Kollektor',
      text: 'Was dieser Rechner über sich meldet.',
      enabled: {
        label: 'Diesen Rechner erfassen',
        help: 'Einmal je Minute, auch nach einem Neustart. Ist eine Quelle verbunden, werden die Messungen hochgeladen.',
      },
      createTables: {
        label: 'Fehlende Tabellen anlegen',
        help: 'Mit Abrechnung nach Bedarf und Ablaufdatum. Erfordert die Berechtigung, Tabellen anzulegen.',
      },
      registryEveryMinutes: {
        label: 'Registry-Zeile alle',
        help: 'Jedes Schreiben kostet so viel wie eine Messung: 3 Minuten sparen ein Drittel der Kosten dieses Geräts. Neue Minuten erscheinen anderswo bis zu so viel später.',
      },
      hostname: 'Meldet sich als',
    },
    sync: {
      title: 'Abgleich',
      text: 'Wie oft die App die Tabellen liest.',
      intervalSeconds: { label: 'Intervall' },
      legacyBudgetCents: {
        label: 'Scans von selbst',
        help: 'Liest Legacy-Tabellen ohne Index und findet Hosts ohne Registry-Eintrag, solange es nicht mehr kostet. 0: nie.',
      },
    },
    retention: {
      title: 'Aufbewahrung',
      text: 'Wie lange die lokale Datenbank Messungen behält. DynamoDB selbst behält sie 30 Tage.',
      minuteDays: {
        label: 'Jede Minute',
        help: 'Etwa 25 Byte je Host und Minute, mit allen Messwerten und fünf Prozessen.',
      },
      rollupMonths: {
        label: 'Viertelstunden',
        help: 'Minimum, Mittelwert und Maximum, für lange Zeiträume.',
      },
      functionDays: {
        label: 'Läufe von Funktionen',
        help: 'Was die py-perf-Bibliothek gemessen hat: etwa 25 Byte je Funktion und Lauf. Tageswerte bleiben so lange wie Viertelstunden.',
      },
      forgetDays: {
        label: 'Stille Hosts',
        help: 'Ein Host, der in keiner Tabelle mehr steht, wird danach hier vergessen.',
      },
    },
    traffic: {
      title: 'Datenvolumen',
      text: 'Wie das Datenvolumen eines Hosts auf seiner Seite zusammengezählt wird.',
      resetDay: { label: 'Ein Monat beginnt am Tag', help: 'In kürzeren Monaten am letzten Tag.' },
      quotaGb: { label: 'Kontingent', help: 'Je Host. 0: keines.' },
      counts: {
        label: 'Zählt zum Kontingent',
        values: { both: 'Gesendet und empfangen', sent: 'Gesendet', received: 'Empfangen' },
      },
    },
    display: {
      title: 'Anzeige',
      theme: {
        label: 'Farbschema',
        values: { system: 'System', light: 'Hell', dark: 'Dunkel' },
      },
      locale: { label: 'Sprache', values: { auto: 'System' } },
      timeZone: { label: 'Zeitzone', values: { local: 'Lokal', utc: 'UTC' } },
      hourCycle: {
        label: 'Uhr',
        values: { auto: 'Wie in der Sprache üblich', h23: '24 Stunden', h12: '12 Stunden' },
      },
    },
    updates: {
      title: 'Updates',
      check: {
        label: 'Einmal am Tag nach Updates suchen',
        help: 'Die App kündigt eine neuere Version nur an. Sie installiert nichts ohne Ihre Zustimmung.',
      },
    },
  },
};
