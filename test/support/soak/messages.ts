import type { ProcessGauge } from './gauges.ts';

/** One poll of the soaked service. */
export interface Step {
  /** Unix seconds that the service's clock is driven to. */
  to: number;
  /** Asks for what the screens of an open window ask for. */
  look: boolean;
  measure: boolean;
  /** What a user does at this poll. */
  act:
    | 'nothing'
    | 'collect'
    | 'stop-collecting'
    | 'change-source'
    | 'remove'
    | 'restore'
    | 'doctor';
}

export interface StepReport {
  /** Hosts that the service knows. */
  hosts: number;
  sourceError: string | null;
  /** Waiting times of the service: timers, on its own clock. */
  sleepers: number;
  /** Samples not yet uploaded by its collector. */
  pending: number;
  /** Null where it was not asked for. */
  gauge: ProcessGauge | null;
}

export type ToSoaked =
  | { kind: 'step'; step: Step }
  | { kind: 'minutes'; hostname: string; from: number; to: number }
  | { kind: 'close' };

export type FromSoaked =
  | { kind: 'ready' }
  | { kind: 'report'; report: StepReport }
  | { kind: 'minutes'; count: number }
  | { kind: 'failed'; message: string };
