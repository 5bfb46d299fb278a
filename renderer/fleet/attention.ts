import { urgency } from './columns.ts';
import { HOT_PERCENT } from './summary.ts';
import type { FleetRow } from './rows.ts';

export type AttentionReason =
  | { readonly kind: 'offline'; readonly since: number }
  | { readonly kind: 'cpu' | 'memory' | 'disk'; readonly percent: number };

export interface AttentionItem {
  readonly row: FleetRow;
  readonly reasons: readonly AttentionReason[];
}

/** The hosts that need attention, most urgent first, each with why. */
export function attentionItems(rows: readonly FleetRow[]): AttentionItem[] {
  return rows
    .map((row) => ({ row, reasons: reasonsOf(row) }))
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted((a, b) => urgency(a.row) - urgency(b.row) || severity(b) - severity(a));
}

function reasonsOf({ state, lastSeen, ...row }: FleetRow): AttentionReason[] {
  if (state === 'offline') return lastSeen === null ? [] : [{ kind: 'offline', since: lastSeen }];
  if (state === 'stale') return [];
  const reasons: AttentionReason[] = [];
  const values = { cpu: row.cpuPercent, memory: row.memoryPercent, disk: row.diskPercent };
  for (const kind of ['cpu', 'memory', 'disk'] as const) {
    const percent = values[kind] ?? 0;
    if (percent >= HOT_PERCENT) reasons.push({ kind, percent });
  }
  return reasons;
}

/** Comparable within one kind of urgency: a later loss, or a higher percentage. */
function severity({ reasons }: AttentionItem): number {
  return Math.max(...reasons.map((reason) => ('since' in reason ? reason.since : reason.percent)));
}
