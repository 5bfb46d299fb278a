import type { z } from 'zod';
import { useI18n } from 'vue-i18n';
import { reasonOf } from './reasons.ts';

/** Problems by the path of their field (`endpoint`, `tables.system`), in the user's language. */
export type FieldProblems = Readonly<Record<string, string>>;

/** Why values were refused, in the user's language. */
export function useReasons() {
  const { t } = useI18n();

  /** `At most 100.` */
  function words(issue: z.core.$ZodIssue): string {
    const { key, values } = reasonOf(issue);
    return t(`reason.${key}`, values ?? {});
  }

  /** The first reason of each field, by its path (`cpu.above`). */
  function problemsOf({ issues }: z.ZodError): FieldProblems {
    const problems: Record<string, string> = {};
    for (const issue of issues) problems[issue.path.join('.')] ??= words(issue);
    return problems;
  }

  return { words, problemsOf };
}
