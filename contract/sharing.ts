import type { AppError } from './errors.ts';
import type { Reason } from './issue-reasons.ts';
import { READ_UNIT_BYTES } from './prices.ts';

/** Characters of a shared document as it lies in the registry: DynamoDB takes items of 400 KB, other viewers 300 KB. */
export const LONGEST_DOCUMENT = 300_000;

/** What a value of a shared document is: JSON. */
export type SharedValue =
  | string
  | number
  | boolean
  | null
  | readonly SharedValue[]
  | { readonly [key: string]: SharedValue };

/** One of the values that a field has, or had when two people changed it without knowing of each other. */
export interface SharedChoice {
  /** Names it among the choices of its field. */
  key: string;
  /** Null: removed. */
  value: SharedValue | null;
  /** Who set it, as their program calls itself. */
  by: string;
  /** When, by their clock; Unix seconds. */
  at: number;
  /** Whether it holds until somebody decides. */
  holds: boolean;
}

/** A field that two people changed without knowing of each other. */
export interface SharedConflict {
  /** Its path: see docs/team.md. */
  field: string;
  choices: SharedChoice[];
}

/** A shared value that this program does not take over, and why. What held here before goes on holding. */
export interface SharedProblem {
  /** Its path; empty: the document as a whole. */
  field: string;
  /** In English, for the command line. */
  reason: string;
  /** The same without words, for the page. */
  why: SharedReason;
}

/** Why a shared value is not taken over. */
export type SharedReason =
  | { readonly kind: 'no-label' }
  | { readonly kind: 'no-host' }
  | { readonly kind: 'too-many'; readonly most: number }
  /** A schema refuses it. `at`: the member below the path that it refuses; empty: none in particular. */
  | { readonly kind: 'schema'; readonly at: readonly string[]; readonly reason: Reason };

/** A channel that came from the team and does nothing here yet. */
export interface SharedChannelState {
  id: string;
  name: string;
  /** Switched on here; one that comes, or whose address changes, is off until somebody here allows it. */
  allowed: boolean;
  /** Names of the secrets that it needs and `settings.json` does not say where to find; the keyring may hold them. */
  missing: string[];
}

/**
 * `off`: not shared; `waiting`: not read yet; `shared`: up to date, or about to be; `read-only`: the team's changes come,
 * those made here stay here; `failing`: see the error, and what held before goes on holding.
 */
export type SharingStatus = 'off' | 'waiting' | 'shared' | 'read-only' | 'failing';

/** How sharing does for one source. */
export interface SourceSharing {
  sourceId: string;
  status: SharingStatus;
  error: AppError | null;
  /** Whether rules, overrides of labels and channels are shared here: by the first source that is shared. */
  whole: boolean;
  /** Unix seconds of the last time that the document was read or written; null: never. */
  syncedAt: number | null;
  /** Whether changes made here have not been sent yet. */
  pending: boolean;
  /** Size of the documents in the registry, in bytes: every scan of the registry reads them. */
  bytes: number;
  conflicts: SharedConflict[];
  problems: SharedProblem[];
  channels: SharedChannelState[];
}

/** A change that an import makes, or would make. */
export interface SharedChange {
  field: string;
  /** Null: it was not there. */
  before: SharedValue | null;
  /** Null: it goes. */
  after: SharedValue | null;
}

/** Characters of the path of a field. */
export const LONGEST_SHARED_PATH = 2000;
/** Characters of a file to import. */
export const LONGEST_SHARED_FILE = 4_000_000;

/** A file to import that was chosen in a dialog. */
export interface ChosenSharedFile {
  text: string;
  /** What it would change. */
  changes: SharedChange[];
}

/** Read units that documents of so many bytes cost a poll: scans leap over large ones, which costs about one unit in all. */
export function sharedUnits(bytes: number): number {
  return Math.min(1, Math.max(0.1, Math.ceil((bytes / READ_UNIT_BYTES) * 10) / 10));
}
