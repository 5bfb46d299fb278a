import type { z } from 'zod';
import { useI18n } from 'vue-i18n';
import { reasonOf } from './reasons.ts';
import type { FieldProblems } from '../features/setup/source-draft.ts';

/** Why values were refused, in the user's language. */
export function useReasons() {
  const { t } = useI18n();

  /** `At most 100.` */
  function words(issue: z.core.$ZodIssue): string {
    const reason = reasonOf(issue);
    return reason === null ? issue.message : t(`reason.${reason.key}`, reason.values ?? {});
  }

  /** The first reason of each field, by its path (`cpu.above`). */
  function problemsOf({ issues }: z.ZodError): FieldProblems {
    const problems: Record<string, string> = {};
    for (const issue of issues) problems[issue.path.join('.')] ??= words(issue);
    return problems;
  }

  return { words, problemsOf };
}
