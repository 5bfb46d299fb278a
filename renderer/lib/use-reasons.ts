import type { z } from 'zod';
import { useI18n } from 'vue-i18n';
import { reasonOf, type Reason } from '../../contract/issue-reasons.ts';

/** Errors by field path (`endpoint`, `tables.system`), in the user's language. */
export type FieldProblems = Readonly<Record<string, string>>;

/** Why values are invalid, in the user's language. */
export function useReasons() {
  const { t } = useI18n();

  const wordsOf = ({ key, values }: Reason): string => t(`reason.${key}`, values ?? {});

  /** `At most 100.` */
  const words = (issue: z.core.$ZodIssue): string => wordsOf(reasonOf(issue));

  /** The first reason of each field, by its path (`cpu.above`). */
  function problemsOf({ issues }: z.ZodError): FieldProblems {
    const problems: Record<string, string> = {};
    for (const issue of issues) problems[issue.path.join('.')] ??= words(issue);
    return problems;
  }

  return { words, wordsOf, problemsOf };
}
