import type { overview as En } from '../../en/page/overview.ts';

/** Texts of the overview. */
export const overview: typeof En = {
  sentence: {
    allOnline: 'Ihr Host ist online. | Alle {n} Hosts sind online.',
    online: '{n} von {total} Hosts sind online.',
    offlineSince: '{host} ist seit {time} offline.',
    wentOffline: '{n} Hosts gingen in der letzten Stunde offline.',
    alert: {
      above: '{metric} von {host} liegt seit {span} über {threshold}.',
      below: '{metric} von {host} liegt seit {span} unter {threshold}.',
    },
    alertMany: {
      above: '{metric}: {n} Hosts liegen über ihrer Schwelle.',
      below: '{metric}: {n} Hosts liegen unter ihrer Schwelle.',
    },
    maintenance: '{n} Host ist in Wartung. | {n} Hosts sind in Wartung.',
    unread:
      'Von {n} Host ist nichts bekannt, seit seine Quelle zuletzt gelesen wurde. | Von {n} Hosts ist nichts bekannt, seit ihre Quelle zuletzt gelesen wurde.',
    stale:
      '{n} Host wurde seit über einer Stunde nicht gesehen. | {n} Hosts wurden seit über einer Stunde nicht gesehen.',
  },
  figure: {
    states: 'Online / offline / veraltet',
    mean: '{metric} im Mittel',
    attention: 'Auffällige Hosts',
  },
  attention: {
    none: 'Nichts braucht Aufmerksamkeit.',
    title: 'Brauchen Aufmerksamkeit',
    offline: 'offline seit {time} ({span})',
    alert: {
      above: '{metric} seit {span} über {threshold}, jetzt {value}',
      below: '{metric} seit {span} unter {threshold}, jetzt {value}',
    },
    more: '{n} weitere',
  },
  moment: {
    title: 'Hosts um {time}',
    without: '{n} ohne Messung zu dieser Zeit',
    none: 'Zu diesem Zeitpunkt liegt von keinem Host eine Messung vor.',
  },
  fleetChart: {
    scoped: '{metric}, gefiltert',
    title: '{metric} der Flotte',
    metric: 'Messgröße des Flottendiagramms',
    online: 'Hosts online',
    band: 'Maximum',
  },
  filter: {
    problem: {
      field:
        'Einen Filter „{name}“ gibt es nicht, aber label:, state:, platform:, source:, host:, alert:, is: und Messgrößen wie cpu>80. In Anführungszeichen wird der Text selbst gesucht.',
      number: 'Nach {name} eine Zahl eingeben, zum Beispiel {name}>80.',
      value: '{name}: kennt „{value}“ nicht, nur: {values}.',
    },
    help: 'Zum Beispiel: cpu>80 label:db -web state:offline',
    all: '{n} Host | {n} Hosts',
    label: 'Hosts filtern',
    text: 'Nach Text filtern',
    placeholder: 'Hosts filtern',
    anyOf: 'Eines von',
    menu: { platforms: 'Plattform', sources: 'Quelle', labels: 'Label' },
    states: 'Nach Zustand filtern',
    clear: 'Zurücksetzen',
    shown: '{n} von {total} Hosts',
    none: 'Kein Host passt zum Filter.',
  },
  table: {
    label: 'Hosts',
    select: '{host} auswählen',
    selectAll: 'Alle aufgeführten auswählen',
    columns: 'Spalten',
    group: 'Nach Label gruppieren',
    unlabelled: 'Ohne Label',
    showGrid: 'Als Raster zeigen',
    showTable: 'Als Tabelle zeigen',
    export: 'Liste als CSV speichern',
    sortHint: 'Sortieren; Umschalt-Klick sortiert zusätzlich nach dieser Spalte',
    column: {
      hostname: 'Host',
      labels: 'Labels',
      state: 'Zustand',
      trend: 'CPU-Verlauf',
      lastSeen: 'Zuletzt',
      platform: 'Plattform',
      source: 'Datenquelle',
    },
  },
  view: {
    menu: 'Ansichten',
    none: 'Noch keine gespeicherten Ansichten',
    save: 'Diese Ansicht speichern',
    saveTitle: 'Diese Ansicht speichern',
    saveText: 'Speichert Filter und Reihenfolge der Liste unter einem Namen.',
    name: 'Name',
    remove: '{name} entfernen',
  },
  selection: {
    hidden: '({n} vom Filter verborgen)',
    label: 'Mit den ausgewählten Hosts',
    count: '{n} Host ausgewählt | {n} Hosts ausgewählt',
    compare: 'Vergleichen',
    labels: 'Labels',
    export: 'Exportieren',
    remove: 'Entfernen',
    clear: 'Aufheben',
  },
  label: {
    title: 'Labels',
    new: 'Neues Label',
    add: 'Hinzufügen',
    invalid: '1 bis 40 Zeichen.',
  },
  away: {
    since: 'Seit Ihrem letzten Blick ({time}):',
    hosts: 'Ein Host ging offline. | Ein Host ging offline. | {n} Hosts gingen offline.',
    alert: {
      above: '{metric} war auf einem Host hoch. | {metric} war auf {n} Hosts hoch.',
      below: '{metric} war auf einem Host niedrig. | {metric} war auf {n} Hosts niedrig.',
    },
    still: 'Alle sind zurück. | Einer ist es noch. | {n} sind es noch.',
    show: 'Ereignisse zeigen',
    dismiss: 'Ausblenden',
  },
  layout: {
    v2: 'v2',
    legacy: 'alt',
    both: 'beide',
    local: 'lokal',
    long: {
      v2: 'v2-Tabellen',
      legacy: 'alte Tabelle',
      both: 'v2-Tabellen und alte Tabelle',
      local: 'nur hier erfasst',
    },
  },
};
