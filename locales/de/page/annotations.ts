/** Texte zu Notizen an einem Zeitpunkt. */
export const annotations = {
  annotation: {
    title: 'Notizen',
    add: 'Notiz hinzufügen',
    addShort: 'Hinzufügen',
    addAt: 'Notiz um {time} hinzufügen',
    edit: 'Notiz bearbeiten',
    editOne: 'Notiz bearbeiten: {text}',
    remove: 'Notiz löschen',
    removeOne: 'Notiz löschen: {text}',
    removed: 'Notiz gelöscht.',
    about:
      'Deployments, Wartung, Ursachen: was die Diagramme nicht sagen. Notizen stehen an ihrem Zeitpunkt in den Diagrammen.',
    text: 'Notiz',
    empty: 'Schreiben Sie, was geschehen ist.',
    scope: 'Betrifft',
    fleet: 'Alle Hosts',
    at: 'Von',
    endedAt: 'Bis',
    endHelp: 'Leer: ein Zeitpunkt.',
    order: 'Das Ende muss nach dem Anfang liegen.',
    none: 'Keine Notizen in diesem Zeitraum. Rechtsklick auf ein Diagramm oder die Taste N fügt eine hinzu.',
  },
};
