import { CHANNEL_SECRETS } from '../../contract/channels.ts';
import type { AppError } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import type {
  SharedChannelState,
  SharedProblem,
  SharingStatus,
  SourceSharing,
} from '../../contract/sharing.ts';
import { isSharedChannel } from './fields.ts';
import type { SharedScope } from './scopes.ts';
import type { SharedReplica } from './shared-replica.ts';
import { conflictsIn } from './shared-values.ts';

/** What is known of a shared source while the program runs. */
export interface SourceState {
  error: AppError | null;
  problems: SharedProblem[];
  /** By row the Unix seconds at which a write was refused last; those whose last one was not are absent. */
  denied: Map<string, number>;
  /** What the last scan of the registry said that was gone by. */
  scanned: ReadonlyMap<string, number> | null;
}

/** What the state of a shared source is made of. */
export interface SourceSharingInput {
  scope: SharedScope;
  settings: Settings;
  /** Whether the source is enabled for reading. */
  connected: boolean;
  state: SourceState;
  /** The copies of its three rows: the settings, what was said to alerts, and annotations. */
  replica: SharedReplica;
  acks: SharedReplica;
  notes: SharedReplica;
  /** Whether the keyring has a secret of a channel. */
  hasSecret: (channelId: string, secret: string) => boolean;
}

/** The state of a source that is not shared. */
export function notShared({ sourceId, whole }: SharedScope): SourceSharing {
  return {
    sourceId,
    status: 'off',
    error: null,
    whole,
    syncedAt: null,
    pending: false,
    bytes: 0,
    conflicts: [],
    problems: [],
    channels: [],
  };
}

/** The state of a source that is shared, as the screen shows it. */
export function sourceSharing(input: SourceSharingInput): SourceSharing {
  const { scope, settings, connected, state, replica, acks, notes, hasSecret } = input;
  const { document, syncedAt, bytes } = replica.held();
  const heldNotes = notes.held();
  return {
    sourceId: scope.sourceId,
    status: statusOf(state, connected && syncedAt !== null),
    error: state.error,
    whole: scope.whole,
    syncedAt,
    pending: replica.pending || acks.pending || notes.pending,
    bytes: bytes + acks.held().bytes + heldNotes.bytes,
    conflicts: [...conflictsIn(document), ...conflictsIn(heldNotes.document)],
    problems: state.problems,
    channels: scope.whole ? channelStates(settings, hasSecret) : [],
  };
}

function statusOf({ error, denied }: SourceState, wasSynced: boolean): SharingStatus {
  if (error !== null) return 'failing';
  if (denied.size > 0) return 'read-only';
  return wasSynced ? 'shared' : 'waiting';
}

function channelStates(
  { channels }: Settings,
  hasSecret: SourceSharingInput['hasSecret'],
): SharedChannelState[] {
  return channels.filter(isSharedChannel).map((channel) => {
    const required: readonly string[] = CHANNEL_SECRETS[channel.type].required;
    const places = channel.secrets ?? {};
    return {
      id: channel.id,
      name: channel.name,
      allowed: channel.enabled,
      missing: required.filter(
        (secret) => !Object.hasOwn(places, secret) && !hasSecret(channel.id, secret),
      ),
    };
  });
}
