import type { sources as En } from '../../en/page/sources.ts';

/** Texts of sources and of the form that edits one. */
export const sources: typeof En = {
  source: {
    retry: 'Erneut versuchen',
    editShort: 'Quelle bearbeiten',
    confirmText:
      'Ihre Hosts verschwinden aus dieser App, und ihr gespeicherter Zugriffsschlüssel wird endgültig gelöscht. In AWS ändert sich nichts.',
    confirmTitle: 'Die Quelle {name} entfernen?',
    removed: 'Quelle {name} mit {n} Host entfernt | Quelle {name} mit {n} Hosts entfernt',
    unconfigured: 'Nicht verbunden',
    waiting: 'Wartet auf den ersten Abgleich',
    synced: 'Abgeglichen {ago}',
    problemSince: '{problem}, abgeglichen {time}',
    nothingYet: 'Noch wurde nichts abgeglichen.',
    showingUpTo: 'Gezeigt werden Daten bis {time}.',
    problem: {
      network: 'Offline',
      timeout: 'Antwortet nicht',
      throttled: 'Gedrosselt, neuer Versuch folgt',
      'access-denied': 'Zugriff verweigert',
      'no-credentials': 'Keine Zugangsdaten',
      'sign-in-needed': 'Anmeldung nötig',
      'mfa-needed': 'Code nötig',
      'credentials-rejected': 'Zugangsdaten abgelehnt',
      'table-missing': 'Tabellen fehlen',
      other: 'Gestört',
    },
    add: 'Quelle hinzufügen',
    newName: 'Weiteres Konto',
    edit: '{name} bearbeiten',
    remove: '{name} entfernen',
    more: 'Rolle, Endpunkt und Tabellennamen',
    unknownRegion:
      'Diese Version kennt keine solche AWS-Region. Prüfen Sie die Schreibweise, wenn sie nicht neu ist.',
    standardChain: 'AWS-Standardkonfiguration',
    profile: 'Profil {profile}',
    mode: { auto: 'Automatisch', on: 'Ein', off: 'Aus' },
    plainHttp:
      'http:// zu einem anderen Rechner zulassen: Wer auf dem Weg ist, kann alles lesen und ändern.',
    inTheClear: 'unverschlüsselt (http)',
    field: { name: 'Name', profile: 'Profil', region: 'Region', endpoint: 'Endpunkt' },
    help: {
      profile: 'Aus der gemeinsamen AWS-Konfiguration dieses Rechners.',
      region: 'Leer: was das Profil oder die Umgebung sagt.',
      endpoint: 'Nur für DynamoDB Local oder einen privaten Endpunkt.',
    },
    role: { arn: 'ARN der Rolle', externalId: 'Externe ID', sessionName: 'Sitzungsname' },
    roleHelp: {
      arn: 'Wird mit den Zugangsdaten oben übernommen. Leer: keine Rolle.',
      externalId: 'Falls der Eigentümer der Rolle eine verlangt.',
      sessionName: 'Steht in CloudTrail. Leer: py-perf-desktop.',
    },
    table: {
      system: 'Messwerte (v2)',
      legacy: 'Alte Tabelle',
      registry: 'Registry-Tabelle',
      functions: 'Läufe von Funktionen',
    },
  },
  signIn: {
    browser: {
      action: 'Anmelden',
      title: 'Bei AWS anmelden',
      text: 'Profil {profile}. Im Browser öffnet sich eine Seite: Bestätigen Sie dort, dass sie diesen Code zeigt.',
      opening: 'Ein Code wird bei AWS angefordert',
      waiting: 'Wartet auf Ihre Bestätigung',
      reopen: 'Seite erneut öffnen',
      again: 'Erneut versuchen',
    },
    command: {
      label: 'Befehl',
      text: 'Profil {profile}. Nur die AWS CLI beginnt solche Sitzungen: Führen Sie dies in einem Terminal aus.',
      waiting: 'Warten auf die neue Sitzung',
    },
    device: {
      action: 'Code eingeben',
      title: 'Code Ihres MFA-Geräts',
      text: 'AWS verlangt einmal je Sitzung einen Code der Mehr-Faktor-Authentifizierung.',
      code: 'Code',
      help: 'Die 6 Ziffern, die das Gerät gerade anzeigt.',
      problem: 'Geben Sie 6 Ziffern ein.',
      enter: 'Weiter',
    },
  },
  firstRun: {
    title: 'Noch wird nichts beobachtet',
    lead: 'Beginnen Sie mit diesem Rechner, mit einer Flotte in DynamoDB oder mit beidem.',
    collect: {
      title: 'Diesen Rechner erfassen',
      text: 'CPU und Speicher einmal je Minute, auf diesem Rechner aufbewahrt. Kein Konto, kein Netz.',
      action: 'Diesen Rechner erfassen',
    },
    connect: {
      title: 'Mit AWS verbinden',
      text: 'Zeigt die Hosts, deren py-perf-Kollektoren in DynamoDB-Tabellen Ihres eigenen Kontos schreiben.',
      action: 'Mit AWS verbinden',
    },
    foot: 'Beides lässt sich jederzeit in den Einstellungen ändern.',
  },
  empty: {
    connection: 'Verbindung zu AWS',
    tablesMissing: 'Die Tabellen gibt es dort noch nicht. Ein Kollektor legt sie an, wenn er darf.',
    collecting: {
      title: 'Die erste Messung läuft',
      text: 'Dieser Rechner erscheint hier innerhalb einer Minute.',
    },
    failing: {
      title: 'Noch ist kein Host bekannt',
      text: 'Die Tabellen konnten nicht gelesen werden. Woran es liegt, steht oben.',
    },
    waiting: {
      title: 'Die Flotte wird gelesen',
      text: 'Der erste Abgleich läuft. Hosts erscheinen hier, sobald sie bekannt sind.',
    },
    noHosts: {
      title: 'Die Tabellen enthalten keinen Host',
      text: 'Das Lesen gelingt. Hosts erscheinen hier, sobald ein Kollektor schreibt.',
    },
  },
  connect: {
    title: 'Mit AWS verbinden',
    editTitle: 'Quelle',
    description: 'Liest die py-perf-Tabellen eines Kontos.',
    test: 'Verbindung prüfen',
    testing: 'Wird geprüft',
    save: 'Verbinden',
    works:
      'Die Tabellen sind lesbar. | Die Tabellen sind lesbar: ein Host. | Die Tabellen sind lesbar: {n} Hosts.',
    missing: 'Einige davon gibt es noch nicht.',
  },
};
