import type { frame as En } from '../../en/page/frame.ts';

/** Texts of the frame: navigation, range, sync, palette. */
export const frame: typeof En = {
  loading: 'Wird geladen',
  action: { close: 'Schließen', cancel: 'Abbrechen', save: 'Speichern' },
  demo: {
    title: 'Demo: erfundene Rechner',
    text: 'Keinen davon gibt es, und nichts verlässt diesen Computer.',
    window: 'Demo: erfundene Rechner – Py-Perf Desktop',
  },
  nav: {
    label: 'Seiten',
    overview: 'Übersicht',
    heatMap: 'Heatmap',
    compare: 'Vergleich',
    events: 'Ereignisse',
    diagnostics: 'Diagnose',
    settings: 'Einstellungen',
    collapse: 'Navigation einklappen',
    expand: 'Navigation ausklappen',
  },
  time: {
    justNow: 'gerade eben',
    ago: 'vor {span}',
    /** A duration of two units: `1 h 54 min`. */
    pair: '{large}\u00a0{small}',
    span: {
      seconds: '{n}\u202fs',
      minutes: '{n}\u202fmin',
      hours: '{n}\u202fh',
      days: '{n}\u202fd',
    },
  },
  range: {
    label: 'Zeitraum',
    reset: 'Zoom zurücksetzen',
    custom: 'Eigener Zeitraum',
    from: 'Von',
    to: 'Bis',
    apply: 'Anzeigen',
    invalid: 'Das Ende muss nach dem Anfang liegen, höchstens 13 Monate danach.',
    short: {
      '10m': '10 min',
      '1h': '1 h',
      '4h': '4 h',
      '24h': '24 h',
      '7d': '7 d',
      '30d': '30 d',
      '13mo': '13 Mon',
    },
    long: {
      '10m': 'Letzte 10 Minuten',
      '1h': 'Letzte Stunde',
      '4h': 'Letzte 4 Stunden',
      '24h': 'Letzte 24 Stunden',
      '7d': 'Letzte 7 Tage',
      '30d': 'Letzte 30 Tage',
      '13mo': 'Letzte 13 Monate',
    },
  },
  sync: {
    now: 'Jetzt abgleichen',
    running: 'Abgleich',
    title: 'Jetzt abgleichen. Der Countdown läuft bis zum nächsten Abgleich.',
  },
  state: { online: 'online', offline: 'offline', stale: 'veraltet', unread: 'nicht gelesen' },
  collector: {
    name: 'Dieser Rechner',
    off: 'Wird nicht erfasst',
    on: 'Wird erfasst',
    failing: 'Wird erfasst, mit Problemen',
    pending:
      'Wird erfasst, {n} Messung noch zu senden | Wird erfasst, {n} Messungen noch zu senden',
  },
  backfill: {
    label: 'Verlauf wird geholt',
    progress: 'Verlauf wird geholt: {done} von {total} Host-Stunden',
    cancel: 'Anhalten',
  },
  palette: {
    title: 'Hosts, Seiten und Aktionen finden',
    open: 'Hosts, Seiten und Aktionen finden (Strg K oder ⌘ K)',
    text: 'Einige Buchstaben tippen, mit den Pfeiltasten wählen.',
    placeholder: 'Host, Seite oder Aktion',
    results: 'Treffer',
    none: 'Keine Treffer für „{text}“.',
    collect: 'Diesen Rechner erfassen',
    stopCollecting: 'Diesen Rechner nicht mehr erfassen',
    kind: { page: 'Seite', action: 'Aktion', host: 'Host' },
  },
};
