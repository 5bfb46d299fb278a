import type { AppError } from './errors.ts';
import type { Reason } from './issue-reasons.ts';
import { READ_UNIT_BYTES } from './prices.ts';

/** Longest shared document in the registry, in characters: DynamoDB accepts items of 400 KB, other viewers 300 KB. */
export const LONGEST_DOCUMENT = 300_000;

/** A value of a shared document: JSON. */
export type SharedValue =
  | string
  | number
  | boolean
  | null
  | readonly SharedValue[]
  | { readonly [key: string]: SharedValue };

/** One of the values of a field, or of the concurrent values in a conflict. */
export interface SharedChoice {
  /** Identifies it among the choices of its field. */
  key: string;
  /** Null: removed. */
  value: SharedValue | null;
  /** The name of the program that set it. */
  by: string;
  /** When, by that program's clock; Unix seconds. */
  at: number;
  /** Whether it applies until the conflict is resolved. */
  holds: boolean;
}

/** A conflict: a field that two people changed concurrently. */
export interface SharedConflict {
  /** Its path: see docs/team.md. */
  field: string;
  choices: SharedChoice[];
}

/** A shared value that this program rejects, and why. The previous value stays in force here. */
export interface SharedProblem {
  /** Its path; empty: the document as a whole. */
  field: string;
  /** In English, for the command line. */
  reason: string;
  /** The same as a key, for the page. */
  why: SharedReason;
}

/** Why a shared value is rejected. */
export type SharedReason =
  | { readonly kind: 'no-label' }
  | { readonly kind: 'no-host' }
  | { readonly kind: 'too-many'; readonly most: number }
  /** A schema refuses it. `at`: the member below the path at fault; empty: the value as a whole. */
  | { readonly kind: 'schema'; readonly at: readonly string[]; readonly reason: Reason };

/** A channel from the team that is not active here yet. */
export interface SharedChannelState {
  id: string;
  name: string;
  /** Allowed here. A new channel, or one with a new address, is off until the user allows it. */
  allowed: boolean;
  /** Names of required secrets without a location in `settings.json`; the keyring may have them. */
  missing: string[];
}

/**
 * `off`: not shared; `waiting`: not read yet; `shared`: up to date, or about to be; `read-only`: the team's changes are
 * received, local ones stay local; `failing`: see the error; the previous state stays in force.
 */
export type SharingStatus = 'off' | 'waiting' | 'shared' | 'read-only' | 'failing';

/** Status of sharing for one source. */
export interface SourceSharing {
  sourceId: string;
  status: SharingStatus;
  error: AppError | null;
  /** Whether this source also shares rules, label overrides and channels: the first shared source does. */
  whole: boolean;
  /** When the document was last read or written, Unix seconds; null: never. */
  syncedAt: number | null;
  /** Whether local changes are waiting to be sent. */
  pending: boolean;
  /** Size of the documents in the registry, bytes; every scan of the registry reads them. */
  bytes: number;
  conflicts: SharedConflict[];
  problems: SharedProblem[];
  channels: SharedChannelState[];
}

/** A change by an import. */
export interface SharedChange {
  field: string;
  /** Null: newly added. */
  before: SharedValue | null;
  /** Null: removed by the import. */
  after: SharedValue | null;
}

/** Longest path of a field, in characters. */
export const LONGEST_SHARED_PATH = 2000;
/** Longest file to import, in characters. */
export const LONGEST_SHARED_FILE = 4_000_000;

/** A file to import that was chosen in a dialog. */
export interface ChosenSharedFile {
  text: string;
  /** Its changes. */
  changes: SharedChange[];
}

/** Read units per poll for documents of so many bytes; scans skip large ones for about one unit in total. */
export function sharedUnits(bytes: number): number {
  return Math.min(1, Math.max(0.1, Math.ceil((bytes / READ_UNIT_BYTES) * 10) / 10));
}
