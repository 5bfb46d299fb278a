import type { SourceConfig } from '../../contract/settings.ts';
import type { TableRole } from '../../contract/tables.ts';
import type { Clock } from '../../platform/clock.ts';
import type { TableInfo } from '../remote/tables.ts';
import type { BadItem, StoredSource } from '../store/sources.ts';
import type { FleetStore } from '../store/store.ts';

/** What a scan of the legacy history needs of its source. */
export interface ScannedSource {
  readonly config: SourceConfig;
  readonly store: FleetStore;
  readonly clock: Clock;
  readonly stored: StoredSource;
  readonly tableInfo: Record<TableRole, TableInfo>;
  /** US dollars that scans may cost by themselves in a UTC day. */
  readonly legacyBudget: number;
  onProgress(): void;
  onStored(): void;
  noteBadItems(bad: readonly BadItem[]): void;
  save(): void;
}
