import type { ReasonTexts } from '../../texts.ts';

/** Why an input is refused. */
export const reasons: ReasonTexts = {
  reason: {
    number: 'Enter a number.',
    whole: 'Enter a whole number.',
    least: 'At least {n}.',
    most: 'At most {n}.',
    empty: 'Must not be empty.',
    leastLetters: 'At least {n} characters.',
    mostLetters: 'At most {n} characters.',
    leastItems: 'At least {n}.',
    mostItems: 'At most {n}.',
    clearBelow: 'Must not be above the threshold.',
    clearAbove: 'Must not be below the threshold.',
    timeOfDay: 'Enter a time of day.',
    oneDay: 'Choose at least one day.',
    afterStart: 'Must be after the start.',
    moment: 'Enter a day and a time.',
    timeZone: 'Choose a time zone, e.g. Europe/Berlin.',
    address: 'An address that begins with http:// or https://, e.g. http://127.0.0.1:8000.',
    region: 'A region name, e.g. eu-central-1.',
    tableName: '3 to 255 letters, digits, “_”, “-” or “.”.',
    invalid: 'This value is not valid.',
    daysDiffer: 'Choose each day once.',
    noPassword: 'Leave out name and password: they would be kept in the clear.',
    noQuery: 'Leave out what follows “?” or “#”.',
    sourceId: '1 to 40 of a-z, 0-9 and “-”.',
    sourceIdsDiffer: 'Each source needs an id of its own.',
  },
};
