import type { z } from 'zod';
import { reasonIn, type ReasonKey } from './reasons.ts';

type Issue = z.core.$ZodIssue;

/** Reasons for zod's own codes. */
type SizeKey =
  | 'least'
  | 'most'
  | 'empty'
  | 'leastLetters'
  | 'mostLetters'
  | 'leastItems'
  | 'mostItems';

/** Why a value is refused, as a key; the page has a text for each. */
export interface Reason {
  readonly key: ReasonKey | SizeKey | 'number' | 'whole' | 'invalid';
  readonly values?: Readonly<Record<string, number>>;
}

const INVALID: Reason = { key: 'invalid' };

/** Why a value was refused; `invalid` if the issue gives no reason. */
export function reasonOf(issue: Issue): Reason {
  switch (issue.code) {
    case 'custom': {
      const key = reasonIn(issue.params);
      return key === null ? INVALID : { key };
    }
    case 'invalid_type':
      if (issue.expected === 'int') return { key: 'whole' };
      return issue.expected === 'number' ? { key: 'number' } : INVALID;
    case 'too_small':
      return sizeReason(issue.origin, 'least', Number(issue.minimum));
    case 'too_big':
      return sizeReason(issue.origin, 'most', Number(issue.maximum));
    default:
      return INVALID;
  }
}

function sizeReason(origin: string, end: 'least' | 'most', n: number): Reason {
  if (origin === 'string') {
    return end === 'least' && n === 1 ? { key: 'empty' } : { key: `${end}Letters`, values: { n } };
  }
  if (origin === 'number' || origin === 'int') return { key: end, values: { n } };
  return origin === 'array' ? { key: `${end}Items`, values: { n } } : INVALID;
}
