import type { AdvisedCode, GoodCode } from '../contract/doctor.ts';
import type { ErrorCode } from '../contract/errors.ts';
import type { MetricId } from '../contract/metrics.ts';
import type { ReasonKey } from '../contract/reasons.ts';

/** The texts that page, shell and command line share. A language that lacks one does not compile. */

/** Words for one metric. */
export interface MetricText {
  /** Where the place says what it is of, e.g. in the legend of the disk chart: `Read`. */
  name: string;
  /** Anywhere else: `Disk read`. */
  long: string;
  /** What it measures, in one short sentence. */
  help: string;
}

/** Words for all metrics. */
export interface MetricTexts {
  metric: Record<MetricId, MetricText>;
}

/** Words for one error code. */
export interface ErrorText {
  /** What happened. */
  title: string;
  /** What to do about it. */
  hint: string;
}

/** What stands for an error that has no words of its own in the user's language. */
export interface ErrorTexts {
  error: Record<ErrorCode, ErrorText>;
  errorDetail: string;
}

/** What the doctor says of each finding. `|` divides singular from plural. */
export interface FindingTexts {
  finding: Record<GoodCode | AdvisedCode, string>;
  /** What to do about it. */
  findingHint: Record<AdvisedCode, string>;
}

/** Why a value was refused, by the key of the reason; `{n}` is the bound. */
export interface ReasonTexts {
  reason: Record<
    | ReasonKey
    | 'invalid'
    | 'number'
    | 'whole'
    | 'moment'
    | 'empty'
    | `${'least' | 'most'}${'' | 'Letters' | 'Items'}`,
    string
  >;
}
