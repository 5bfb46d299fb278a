import { z } from 'zod';
import { nothing, output, sourceRef, type RequestSpec } from './request-spec.ts';
import {
  LONGEST_SHARED_FILE,
  LONGEST_SHARED_PATH,
  type ChosenSharedFile,
  type SharedChange,
  type SourceSharing,
} from './sharing.ts';

/** About data shared by a team. Answered by `worker/handlers/sharing.ts`. */
export const SHARING_REQUESTS = {
  /** Status of sharing for each source, without reading the registry. */
  sharingState: { input: nothing, output: output<SourceSharing[]>() },
  /** Reads and writes shared data immediately. Failures are part of the status. */
  syncSharing: { input: nothing, output: output<SourceSharing[]>() },
  setSharing: {
    input: z.strictObject({ ...sourceRef, shared: z.boolean() }),
    output: output<SourceSharing[]>(),
  },
  /** Resolves a conflict on a field: the choice with this key applies to everyone. */
  resolveShared: {
    input: z.strictObject({
      ...sourceRef,
      field: z.string().min(1).max(LONGEST_SHARED_PATH),
      key: z.string().min(1).max(100_000),
    }),
    output: output<SourceSharing[]>(),
  },
  /** The data that a source shares, or would share, as the text of a file. */
  sharedFile: { input: z.strictObject(sourceRef), output: output<string>() },
  /** Imports a file; `dryRun`: only lists the changes. */
  importShared: {
    input: z.strictObject({
      ...sourceRef,
      text: z.string().max(LONGEST_SHARED_FILE),
      dryRun: z.boolean().default(false),
    }),
    output: output<SharedChange[]>(),
  },
} as const satisfies Record<string, RequestSpec>;

/** The shell's part: dialogs that name a file. */
export const SHARING_SHELL_REQUESTS = {
  /** Saves the shared data of a source to a file chosen in a dialog; false: none was chosen. */
  saveSharedFile: { input: z.strictObject(sourceRef), output: output<boolean>() },
  /** Opens such a file and lists its changes; null: none was chosen. */
  openSharedFile: { input: z.strictObject(sourceRef), output: output<ChosenSharedFile | null>() },
} as const satisfies Record<string, RequestSpec>;
