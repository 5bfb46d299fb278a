import type { diagnostics as En } from '../../en/page/diagnostics.ts';

/** Texts of the diagnostics page. */
export const diagnostics: typeof En = {
  diagnostics: {
    lead: 'Was geprüft wurde, was gefunden wurde und was zu tun ist.',
    again: 'Erneut prüfen',
    running: 'Wird geprüft',
    findings: 'Befunde',
    level: { ok: 'Gut', info: 'Hinweis', warning: 'Warnung', error: 'Fehler' },
    region: 'Region oder Endpunkt:',
    credentials: 'Zugangsdaten:',
    clock: 'Uhr gegenüber dem Server voraus:',
    table: 'Tabelle',
    state: 'Zustand',
    expiry: 'Ablauf',
    expiryOff: 'aus',
    items: 'Einträge',
    size: 'Größe',
    newest: 'Neuester Eintrag',
    tableState: {
      unknown: 'nicht geprüft',
      active: 'aktiv',
      missing: 'fehlt',
      creating: 'wird angelegt',
      denied: 'Zugriff verweigert',
      failing: 'gestört',
    },
    store: 'Auf diesem Rechner',
    storeText:
      'Die lokale Datenbank belegt {bytes} und enthält {hours} Host-Stunden von {hosts} Hosts. {outbox} Messungen warten auf das Senden.',
    capacity: 'Kosten',
    cost: 'Etwa {month} im Monat, {total} in den letzten 30 Tagen.',
    operation: 'Vorgang',
    requests: 'Anfragen',
    readUnits: 'Lese\u00adeinheiten',
    writeUnits: 'Schreib\u00adeinheiten',
    dollars: 'US\u2011Dollar',
    prices:
      'Preise für Abruf nach Bedarf in {region}, Stand {date}. Andere Regionen kosten bis zu etwa die Hälfte mehr. Speicher und Anfragen anderer Programme sind nicht enthalten.',
    credentialsKey: 'Zugriffsschlüssel …{end}',
    skipped: 'Übergangene Einträge ({n})',
    skippedSome: 'Die neuesten {n}.',
    item: 'Eintrag',
    problem: 'Fehler',
    seen: 'Zuletzt gesehen',
    viewerPolicy: 'Kleinste IAM-Richtlinie zum Ansehen',
    watcherPolicy: 'Kleinste IAM-Richtlinie zum Überwachen ohne Fenster',
    collectorPolicy: 'Kleinste IAM-Richtlinie zum Erfassen',
    indexPolicy: 'IAM-Richtlinie zum Anlegen des Index',
    hostPolicy: 'Kleinste IAM-Richtlinie für einen Host',
    hostPolicyName: 'Name des Hosts',
    hostPolicyHelp: 'Die Erfassung darf nur die Zeilen dieses Hosts schreiben, in den Tabellen v2.',
    copy: 'Kopieren',
    copied: 'Kopiert.',
  },
  legacy: {
    unread:
      'Von {n} Host können Minuten fehlen: die alte Tabelle ist nicht ganz gelesen. | Von {n} Hosts können Minuten fehlen: die alte Tabelle ist nicht ganz gelesen.',
    title: 'Verlauf in der alten Tabelle.',
    estimate:
      'Sie hat keinen Index und wird deshalb vollständig durchlaufen: {size}, {units} Leseeinheiten, {cost}, etwa {time}.',
    progress: '{done} von {total} Segmenten, {items} Einträge, {units} Leseeinheiten.',
    read: 'Verlauf lesen',
    resume: 'Fortsetzen',
    stop: 'Anhalten',
    state: {
      idle: 'Noch nicht gelesen.',
      running: 'Wird gelesen.',
      paused: 'Angehalten.',
      done: 'Gelesen.',
    },
  },
  legacyIndex: {
    runs: {
      title: 'Index der Tabelle der Läufe.',
      absent:
        'Sie hat keinen: neue Läufe werden gefunden, indem die ganze Tabelle durchlaufen wird. Mit dem Index genügen Abfragen.',
      price:
        'Ihn zu füllen braucht {units} Schreibeinheiten ({cost}, einmalig), und er belegt etwa {size} ({storage} im Monat, mit der Tabelle wachsend). Jeder Upload kostet danach eine Schreibeinheit mehr.',
    },
    title: 'Index der alten Tabelle.',
    absent:
      'Sie hat keinen: Verlauf wird gelesen, indem die ganze Tabelle durchlaufen wird, und jedem Host wird einzeln gefolgt. Mit dem Index genügen Abfragen.',
    creating: 'DynamoDB füllt ihn. Er wird benutzt, sobald er bereit ist.',
    price:
      'Ihn zu füllen braucht {units} Schreibeinheiten ({cost}, einmalig), und er belegt {size} ({storage} im Monat, mit der Tabelle wachsend). Jeder Upload kostet danach etwa doppelt so viel.',
    throttled:
      'Die Tabelle hat festen Durchsatz: der Index bekommt {read} Lese- und {write} Schreibeinheiten je Sekunde wie die Tabelle, nach Stunden bezahlt. Ihn zu füllen dauert mindestens {time}. Hat der Index zu wenig Durchsatz, drosselt DynamoDB alle, die in die Tabelle schreiben.',
    create: 'Index anlegen …',
    confirmTitle: 'Index von {table} anlegen?',
    confirmText:
      'Er betrifft alle, die diese Tabelle benutzen. Kein Eintrag ändert sich. Löschen kann den Index nur ein Administrator.',
    confirm: 'Anlegen',
    command: 'Befehl für einen Administrator',
  },
  gone: {
    title: 'Verschwundene Hosts',
    text: 'Hosts, die in keiner Tabelle mehr stehen und lange still sind, können vergessen werden: was dieser Rechner von ihnen speichert. In DynamoDB wird nichts gelöscht.',
    days: 'Still seit mehr als (Tage)',
    problem: 'Eine ganze Zahl von 1 bis 3650.',
    find: 'Suchen',
    none: 'Kein Host steht in keiner Tabelle und ist länger als {n} Tag still. | Kein Host steht in keiner Tabelle und ist länger als {n} Tage still.',
    confirmTitle: 'Diesen Host vergessen? | {n} Hosts vergessen?',
    confirmText:
      'Was dieser Rechner von ihnen speichert, wird endgültig gelöscht. Nennt eine Tabelle sie wieder, kommen sie zurück.',
    confirm: 'Vergessen',
    done: '{n} Host wurde vergessen. | {n} Hosts wurden vergessen.',
    more: 'und {n} weitere',
    never: 'nie gesehen',
  },
  removed: {
    title: 'Entfernte Hosts',
    text: 'Aus der Flotte genommen, für alle, die die Registry lesen. Ihre Daten bleiben. Wer sich wieder meldet, kommt von selbst zurück.',
    none: 'Kein Host wurde entfernt.',
    restore: 'Zurückholen',
    restoreHost: '{host} zurückholen',
    confirmTitle: 'Diesen Host aus der Flotte entfernen? | {n} Hosts aus der Flotte entfernen?',
    confirmText:
      'Sie verschwinden für alle, die diese Registry lesen. Daten werden nicht gelöscht, und in der Diagnose lassen sie sich zurückholen.',
    confirm: 'Entfernen',
  },
};
