import { appFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';
import { namedPath } from '../../contract/shared-paths.ts';
import type { Settings } from '../../contract/settings.ts';
import {
  sharedUnits,
  type SharedChange,
  type SharedConflict,
  type SharedValue,
  type SourceSharing,
} from '../../contract/sharing.ts';
import { age } from './status.ts';

/** The state of sharing, for people. `now` in Unix seconds. */
export function sharingText(
  all: readonly SourceSharing[],
  sources: Settings['sources'],
  now: number,
): string {
  return all
    .map((each) => {
      const name = sources.find(({ id }) => id === each.sourceId)?.name ?? each.sourceId;
      return [`${name}: ${statusText(each, now)}`, ...details(each)].join('\n');
    })
    .map((text) => `${text}\n`)
    .join('\n');
}

function statusText({ status, syncedAt, pending }: SourceSharing, now: number): string {
  const when = syncedAt === null ? 'never yet' : age(syncedAt, now);
  const unsent = pending ? '; changes made here are not sent yet' : '';
  if (status === 'off') return 'not shared';
  if (status === 'waiting') return `shared, not read yet${unsent}`;
  if (status === 'read-only')
    return `shared, read ${when}; no right to write the registry: changes made here stay here`;
  return status === 'failing'
    ? `shared, failing; last read ${when}${unsent}`
    : `shared, read ${when}${unsent}`;
}

function details({ bytes, whole, status, conflicts, problems, channels }: SourceSharing): string[] {
  if (status === 'off') return [];
  const units = sharedUnits(bytes);
  const lines = bytes === 0 ? [] : [`  ${String(bytes)} bytes: ${String(units)} read units a poll`];
  if (!whole)
    lines.push('  only what concerns its hosts: the rest belongs to the first shared source');
  for (const { name, allowed, missing } of channels)
    if (!allowed || missing.length > 0)
      lines.push(`  channel ${safeText(name, 80)}: ${channelText(allowed, missing)}`);
  for (const { field, reason } of problems)
    lines.push(`  not applied: ${safeText(namedPath(field), 200)}: ${safeText(reason, 200)}`);
  conflicts.forEach((conflict, index) => {
    lines.push(`  conflict ${String(index + 1)}: ${safeText(namedPath(conflict.field), 200)}`);
    conflict.choices.forEach((choice, at) => {
      const held = choice.holds ? ', applies now' : '';
      const when = new Date(choice.at * 1000).toISOString().slice(0, 16);
      lines.push(
        `    ${String(at + 1)}) ${valueText(choice.value)} (${safeText(choice.by, 80)}, ${when}Z${held})`,
      );
    });
  });
  return lines;
}

function channelText(allowed: boolean, missing: readonly string[]): string {
  const lacks = missing.length === 0 ? '' : `its ${missing.join(', ')} is missing here`;
  if (allowed) return lacks;
  return lacks === '' ? 'off here; "share allow" switches it on' : `off here, and ${lacks}`;
}

/** The changes, one per line. */
export function changeLines(changes: readonly SharedChange[]): string {
  if (changes.length === 0) return 'Nothing changes.\n';
  return changes
    .map(({ field, before, after }) => {
      const name = safeText(field, 200);
      if (before === null) return `+ ${name}: ${valueText(after)}\n`;
      if (after === null) return `- ${name}: ${valueText(before)}\n`;
      return `~ ${name}: ${valueText(before)} -> ${valueText(after)}\n`;
    })
    .join('');
}

/** The field and the key of a choice by their numbers in the list. Throws `AppFailure` (`not-found`). */
export function chosenConflict(
  conflicts: readonly SharedConflict[],
  conflict: string,
  choice: string,
): { field: string; key: string } {
  const found = conflicts[Number(conflict) - 1];
  const chosen = found?.choices[Number(choice) - 1];
  if (found !== undefined && chosen !== undefined) return { field: found.field, key: chosen.key };
  throw appFailure(
    'not-found',
    conflicts.length === 0
      ? 'There is nothing to decide.'
      : `There is no conflict ${safeText(conflict, 20)} with a choice ${safeText(choice, 20)}.`,
    'See "share status" for the numbers.',
  );
}

function valueText(value: SharedValue | null): string {
  return value === null ? '(removed)' : safeText(JSON.stringify(value), 300);
}
