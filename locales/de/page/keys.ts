/** Texts about access keys. */
export const keys = {
  keys: {
    label: 'Zugangsdaten',
    kind: { chain: 'AWS-Konfiguration', stored: 'Separater Zugriffsschlüssel' },
    id: 'Zugriffsschlüssel-ID',
    secret: 'Geheimer Zugriffsschlüssel',
    token: 'Sitzungstoken',
    tokenHelp: 'Nur bei befristeten Zugangsdaten.',
    stored: 'Schlüssel …{end}, verschlüsselt auf diesem Rechner gespeichert.',
    storedShort: 'Zugriffsschlüssel …{end}',
    missingShort: 'Zugriffsschlüssel fehlt',
    kept: 'Er wird verschlüsselt gespeichert und nie wieder angezeigt. Befehle und der Kollektor-Dienst können ihn nicht verwenden: Geben Sie ihnen ein Profil.',
    replace: 'Ersetzen',
    keep: 'Gespeicherten behalten',
    remove: 'Entfernen',
    removed: 'Der gespeicherte Schlüssel …{end} wird beim Speichern gelöscht.',
    refusal: {
      'no-keyring':
        'Auf diesem Rechner lässt sich kein Zugriffsschlüssel speichern: Er hat keinen Schlüsselbund, den die App verwenden kann, und die App speichert Schlüssel nie unverschlüsselt.',
      refused:
        'Auf diesem Rechner lässt sich kein Zugriffsschlüssel speichern: Sein Schlüsselbund hat abgelehnt, und die App speichert Schlüssel nie unverschlüsselt.',
    },
    instead:
      'Verwenden Sie stattdessen ein Profil der AWS-Konfiguration. Oder richten Sie einen Schlüsselbund ein (GNOME Keyring, KWallet) und starten Sie die App neu.',
    problem: {
      accessKeyId: '16 bis 128 Großbuchstaben und Ziffern.',
      secretAccessKey: '20 bis 128 Zeichen ohne Leerzeichen.',
      sessionToken: '16 bis 8192 Zeichen ohne Leerzeichen.',
    },
  },
};
