import type { QueuedNotice } from '../contract/alert-notices.ts';
import type { AccessKeys } from '../contract/credentials.ts';
import type { AppError } from '../contract/errors.ts';
import type { SyncState } from '../contract/fleet.ts';
import type { HostRef } from '../contract/host.ts';
import type { Settings, SourceConfig } from '../contract/settings.ts';
import type { DynamoClients } from '../platform/aws/dynamo-client.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log/log.ts';
import type { AlertConfig } from './alerts/effective-rules.ts';
import type { MessageWords } from './channels/message-batch.ts';
import type { SharingSettings } from './sharing/sharing.ts';

/** The settings that the engine follows, besides those of alerts. */
export type EngineSettings = Pick<Settings, 'sources' | 'sync' | 'retention'> &
  Partial<Pick<Settings, 'functions'>>;

/** What an engine is opened with. */
export interface FleetEngineOptions {
  /** Path of the store's SQLite file; its folder exists. */
  storePath: string;
  clock: Clock;
  logger: Logger;
  settings: EngineSettings & AlertConfig & Pick<Settings, 'channels'>;
  /** Sends alerts to channels. Absent: this program does not. */
  channels?: {
    words: MessageWords;
    /** Whether this program has a keyring, whose secrets come by `setChannelSecrets`. */
    keyring: boolean;
    /** Milliseconds of a clock that is never set; Node's own where absent. */
    monotonic?: () => number;
    /** Milliseconds for one request to a receiver. */
    timeoutMs?: number;
  };
  /** Shares settings with a team, for sources that are to. Absent: this program does not. */
  sharing?: {
    settings: SharingSettings;
    /** How this program calls itself among the others, e.g. `anna@laptop`. */
    who: string;
  };
  /**
   * This machine, where its samples come from this program: its silences are the program's own. Absent: it is not
   * known.
   */
  thisHost?: () => HostRef | null;
  /** Shows notices, again at each start until they are acknowledged. Absent: they wait. */
  onAlertNotices?: (notices: QueuedNotice[]) => void;
  /** Who writes annotations here, as `user@machine`; absent or null: not known. */
  author?: string | null;
  /** Opens clients for a source, with `keys` instead of its own credentials where given. */
  connect: (source: SourceConfig, keys?: AccessKeys) => Promise<DynamoClients>;
  /** Whether the source is enabled for reading. */
  isConnected: (source: SourceConfig) => boolean;
  /**
   * The store's file was moved away, replaced, or removed with its directory: this engine writes for nobody and is to
   * be replaced. Called every few seconds, from `start` on, until it is closed.
   */
  onStoreMoved?: () => void;
  /** Told with the overview from the start. */
  notices?: readonly AppError[];
  /** The first revision; 1 where absent. */
  firstRevision?: number;
  onFleetChanged: (revision: number) => void;
  onSyncChanged: (state: SyncState) => void;
}

/** What one sync is asked for besides its reason. */
export interface SyncOptions {
  /** Hosts whose missing hours go first; the call waits for them. */
  hosts?: HostRef[];
  signal?: AbortSignal;
}
