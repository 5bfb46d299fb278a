import type { ReasonTexts } from '../../texts.ts';

/** Why an input is refused. */
export const reasons: ReasonTexts = {
  reason: {
    number: 'Geben Sie eine Zahl ein.',
    whole: 'Geben Sie eine ganze Zahl ein.',
    least: 'Mindestens {n}.',
    most: 'Höchstens {n}.',
    empty: 'Darf nicht leer sein.',
    leastLetters: 'Mindestens {n} Zeichen.',
    mostLetters: 'Höchstens {n} Zeichen.',
    leastItems: 'Mindestens {n}.',
    mostItems: 'Höchstens {n}.',
    clearBelow: 'Darf nicht über der Schwelle liegen.',
    clearAbove: 'Darf nicht unter der Schwelle liegen.',
    timeOfDay: 'Geben Sie eine Uhrzeit ein.',
    oneDay: 'Wählen Sie mindestens einen Tag.',
    afterStart: 'Muss nach dem Anfang liegen.',
    moment: 'Geben Sie Tag und Uhrzeit ein.',
    timeZone: 'Wählen Sie eine Zeitzone, z. B. Europe/Berlin.',
    address: 'Eine Adresse, die mit http:// oder https:// beginnt, z. B. http://127.0.0.1:8000.',
    region: 'Der Name einer Region, z. B. eu-central-1.',
    tableName: '3 bis 255 Buchstaben, Ziffern, „_“, „-“ oder „.“.',
    invalid: 'Dieser Wert ist ungültig.',
    daysDiffer: 'Wählen Sie jeden Tag nur einmal.',
    noPassword: 'Ohne Name und Passwort: Sie würden im Klartext gespeichert.',
    noQuery: 'Ohne das, was auf „?“ oder „#“ folgt.',
    sourceId: '1 bis 40 Zeichen aus a-z, 0-9 und „-“.',
    sourceIdsDiffer: 'Jede Quelle braucht eine eigene ID.',
  },
};
