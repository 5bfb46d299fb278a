import type { ProcessGauge } from './gauges.ts';

/** One poll of the soaked service. */
export interface Step {
  /** The time to which the service's clock is driven, Unix seconds. */
  to: number;
  /** Sends the requests of an open window's screens. */
  look: boolean;
  measure: boolean;
  /** The user's actions in this poll. */
  act:
    | 'nothing'
    | 'collect'
    | 'stop-collecting'
    | 'change-source'
    | 'remove'
    | 'restore'
    | 'doctor';
}

/** The state of the service after a step. */
export interface StepReport {
  /** Hosts known to the service. */
  hosts: number;
  sourceError: string | null;
  /** The service's sleepers, on its own clock. */
  sleepers: number;
  /** Samples not yet uploaded by its collector. */
  pending: number;
  /** Null if it was not requested. */
  gauge: ProcessGauge | null;
}

/** A message from the driver to the service. */
export type ToSoaked =
  | { kind: 'step'; step: Step }
  | { kind: 'minutes'; hostname: string; from: number; to: number }
  | { kind: 'close' };

/** A message from the service to the driver. */
export type FromSoaked =
  | { kind: 'ready' }
  | { kind: 'report'; report: StepReport }
  | { kind: 'minutes'; count: number }
  | { kind: 'failed'; message: string };
