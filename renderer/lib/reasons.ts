import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** A text of the locales under `reason`, with its values. */
export interface Reason {
  readonly key: string;
  readonly values?: Readonly<Record<string, number>>;
}

/** Reasons that the schemas of `contract/` word themselves, in English, and the text of the locales that says the same. */
const WORDED: Readonly<Record<string, string>> = {
  'must not be above the threshold': 'clearBelow',
  'must be a time of day, e.g. 22:00': 'timeOfDay',
  'choose at least one day': 'oneDay',
  'must be after the start': 'afterStart',
  'must be a time zone, e.g. Europe/Berlin': 'timeZone',
  'must be an http:// or https:// address, e.g. http://127.0.0.1:8000': 'address',
  'must not hold a name or a password': 'noPassword',
  'must not hold a query or a fragment ("?", "#")': 'noQuery',
  'must be a region name, e.g. eu-central-1': 'region',
  'must be 3 to 255 letters, digits, "_", "-" or "."': 'tableName',
};

/** The text that says why a value was refused; null where there is none and zod's own has to do. */
export function reasonOf(issue: Issue): Reason | null {
  const worded = WORDED[issue.message];
  if (worded !== undefined) return { key: worded };
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'int') return { key: 'whole' };
      return issue.expected === 'number' ? { key: 'number' } : null;
    case 'too_small':
      return sizeReason(issue.origin, 'least', Number(issue.minimum));
    case 'too_big':
      return sizeReason(issue.origin, 'most', Number(issue.maximum));
    default:
      return null;
  }
}

function sizeReason(origin: string, end: 'least' | 'most', n: number): Reason | null {
  if (origin === 'string') {
    return end === 'least' && n === 1 ? { key: 'empty' } : { key: `${end}Letters`, values: { n } };
  }
  if (origin === 'number' || origin === 'int') return { key: end, values: { n } };
  return origin === 'array' ? { key: `${end}Items`, values: { n } } : null;
}
