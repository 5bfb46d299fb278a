import type { ErrorTexts } from '../texts.ts';

/** Texts of the error codes. */
export const errors: ErrorTexts = {
  error: {
    'invalid-input': {
      title: 'Die Eingabe wurde abgelehnt.',
      hint: 'Korrigieren Sie sie und versuchen Sie es erneut.',
    },
    'forbidden-sender': {
      title: 'Die Anfrage kam von einer Seite, die nicht fragen darf.',
      hint: 'Starten Sie die App neu.',
    },
    'not-configured': {
      title: 'Dafür ist noch nichts eingerichtet.',
      hint: 'Fügen Sie in den Einstellungen eine Quelle hinzu.',
    },
    'no-credentials': {
      title: 'Es wurden keine AWS-Zugangsdaten gefunden.',
      hint: 'Melden Sie sich bei AWS an, wählen Sie ein Profil oder geben Sie bei der Quelle Schlüssel ein.',
    },
    'sign-in-needed': {
      title: 'Sie sind nicht bei AWS angemeldet.',
      hint: 'Melden Sie sich an: Der Browser öffnet sich.',
    },
    'mfa-needed': {
      title: 'AWS verlangt einen Code der Mehr-Faktor-Authentifizierung.',
      hint: 'Geben Sie den Code ein, den Ihr Gerät anzeigt.',
    },
    'credentials-rejected': {
      title: 'AWS hat die Zugangsdaten abgelehnt.',
      hint: 'Vielleicht sind sie abgelaufen: Melden Sie sich neu an oder geben Sie neue Schlüssel ein.',
    },
    'credentials-unreadable': {
      title: 'Die gespeicherten Schlüssel sind nicht lesbar.',
      hint: 'Geben Sie sie bei der Quelle erneut ein.',
    },
    'encryption-unavailable': {
      title: 'Auf diesem Rechner lassen sich Schlüssel nicht verschlüsselt aufbewahren.',
      hint: 'Entsperren oder installieren Sie einen Schlüsselbund, oder verwenden Sie ein Profil.',
    },
    'access-denied': {
      title: 'AWS hat den Zugriff verweigert.',
      hint: 'Die kleinste nötige Richtlinie steht in der Diagnose.',
    },
    'table-missing': {
      title: 'Eine Tabelle existiert nicht.',
      hint: 'Prüfen Sie Namen und Region, oder lassen Sie einen Kollektor die Tabellen anlegen.',
    },
    'table-layout': {
      title: 'Eine Tabelle ist anders aufgebaut als erwartet.',
      hint: 'Prüfen Sie den Tabellennamen in den Einstellungen.',
    },
    throttled: {
      title: 'AWS drosselt die Anfragen.',
      hint: 'Die App wird langsamer und macht von selbst weiter.',
    },
    network: {
      title: 'AWS war nicht erreichbar.',
      hint: 'Prüfen Sie das Netz. Der nächste Versuch folgt von selbst.',
    },
    timeout: {
      title: 'AWS hat nicht rechtzeitig geantwortet.',
      hint: 'Der nächste Versuch folgt von selbst.',
    },
    'service-failure': {
      title: 'AWS meldet eine eigene Störung.',
      hint: 'Der nächste Versuch folgt von selbst.',
    },
    'bad-answer': {
      title: 'Was zurückkam, ist keine Antwort von AWS.',
      hint: 'Vielleicht verlangt das Netz eine Anmeldung, oder der Endpunkt ist falsch. Der nächste Versuch folgt von selbst.',
    },
    aborted: { title: 'Es wurde angehalten.', hint: 'Es lässt sich jederzeit neu starten.' },
    'disk-full': {
      title: 'Der Datenträger dieses Rechners ist voll.',
      hint: 'Schaffen Sie Platz, oder bewahren Sie weniger auf (Einstellungen, Aufbewahrung).',
    },
    'store-busy': {
      title: 'Ein anderer Prozess benutzt die lokale Datenbank.',
      hint: 'Schließen Sie andere Fenster der App und versuchen Sie es erneut.',
    },
    'store-damaged': {
      title: 'Die lokale Datenbank ist beschädigt.',
      hint: 'Eine neue wurde begonnen; der Verlauf wird erneut geholt.',
    },
    'store-moved': {
      title: 'Die lokale Datenbank wurde verschoben oder entfernt, während die App lief.',
      hint: 'Ab jetzt wird eine andere verwendet; was in AWS liegt, wird neu geladen.',
    },
    'outbox-damaged': {
      title: 'Die Datei der Messwerte, die noch hochzuladen sind, war beschädigt.',
      hint: 'Sie wird beim Start des Sammlers beiseitegelegt; was darin lesbar ist, wird hochgeladen.',
    },
    'settings-damaged': {
      title: 'Die Einstellungen lassen sich nicht lesen oder speichern.',
      hint: 'Prüfen Sie die Einstellungsdatei im Datenordner.',
    },
    'newer-data': {
      title: 'Diese Version kann das Datenverzeichnis nicht lesen.',
      hint: 'Eine neuere Version hat es geschrieben: Installieren Sie die neueste. Es wurde nichts geändert.',
    },
    'already-running': {
      title: 'Das läuft bereits.',
      hint: 'Warten Sie, bis es beendet ist, oder halten Sie es zuerst an.',
    },
    'not-found': { title: 'Es wurde nicht gefunden.', hint: 'Vielleicht wurde es entfernt.' },
    unavailable: {
      title: 'Das steht gerade nicht zur Verfügung.',
      hint: 'Versuchen Sie es gleich noch einmal.',
    },
    internal: {
      title: 'In der App ist etwas schiefgegangen.',
      hint: 'Versuchen Sie es erneut. Bleibt es dabei, starten Sie die App neu und melden Sie es.',
    },
  },
  errorDetail: 'Im Einzelnen: {text}',
};
