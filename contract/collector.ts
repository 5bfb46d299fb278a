import type { AppError } from './errors.ts';
import type { Sample } from './sample.ts';

/** What this machine's collector is doing. Times are Unix seconds. */
export interface CollectorState {
  /** What the user wants. */
  enabled: boolean;
  running: boolean;
  hostname: string;
  lastSample: Sample | null;
  lastUploadAt: number | null;
  /** Samples that DynamoDB has not acknowledged yet. */
  pending: number;
  /** Samples that DynamoDB refused for what is in them; set aside, so that they do not block the others. */
  rejected: number;
  /** Whether samples are meant to leave this machine. */
  uploads: boolean;
  error: AppError | null;
}
