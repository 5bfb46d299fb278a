import { z } from 'zod';
import { nothing, output, sourceRef, type RequestSpec } from './request-spec.ts';
import {
  LONGEST_SHARED_FILE,
  LONGEST_SHARED_PATH,
  type ChosenSharedFile,
  type SharedChange,
  type SourceSharing,
} from './sharing.ts';

/** About what a team shares. Answered by `worker/handlers/sharing.ts`. */
export const SHARING_REQUESTS = {
  /** How sharing does, for each source, without a look at the registry. */
  sharingState: { input: nothing, output: output<SourceSharing[]>() },
  /** Reads and writes what is shared, now. What fails is in the state. */
  syncSharing: { input: nothing, output: output<SourceSharing[]>() },
  setSharing: {
    input: z.strictObject({ ...sourceRef, shared: z.boolean() }),
    output: output<SourceSharing[]>(),
  },
  /** Decides on a field that two people changed: the choice with this key holds, for everyone. */
  resolveShared: {
    input: z.strictObject({
      ...sourceRef,
      field: z.string().min(1).max(LONGEST_SHARED_PATH),
      key: z.string().min(1).max(100_000),
    }),
    output: output<SourceSharing[]>(),
  },
  /** What is shared by a source, or would be, as the text of a file. */
  sharedFile: { input: z.strictObject(sourceRef), output: output<string>() },
  /** Takes over a file; `dryRun`: says what that would change. */
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
  /** Saves what is shared by a source in a file that a dialog asks for; false: none was chosen. */
  saveSharedFile: { input: z.strictObject(sourceRef), output: output<boolean>() },
  /** Opens such a file and says what it would change; null: none was chosen. */
  openSharedFile: { input: z.strictObject(sourceRef), output: output<ChosenSharedFile | null>() },
} as const satisfies Record<string, RequestSpec>;
