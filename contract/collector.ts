import type { AppError } from './errors.ts';
import type { Sample } from './sample.ts';

/** The state of this machine's collector. Times are Unix seconds. */
export interface CollectorState {
  /** The user's setting. */
  enabled: boolean;
  running: boolean;
  hostname: string;
  lastSample: Sample | null;
  lastUploadAt: number | null;
  /** Samples not yet acknowledged by DynamoDB. */
  pending: number;
  /** Samples that DynamoDB refused for their content; quarantined so that they do not block the others. */
  rejected: number;
  /** Whether samples are to be uploaded. */
  uploads: boolean;
  error: AppError | null;
}
