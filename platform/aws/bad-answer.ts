import { appFailure, type AppFailure } from '../../contract/errors.ts';
import { safeText } from '../../contract/safe-text.ts';

/** Kinds of answers that redirect or are meant for a browser; also recognised in texts of errors that the SDK wraps. */
const OF_A_STRANGER = /it is a web page \(HTTP \d+\)|it leads to another address \(HTTP \d+\)/u;

/** The answer is not a complete DynamoDB answer; the message describes it, to be used as "…: MESSAGE.". */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
  /** Read by the SDK's retry strategy; absent where asking again would bring the same. */
  readonly $retryable?: { throttling: boolean };
  /** Who was asked. */
  readonly of: string;

  constructor(message: string, options: ErrorOptions & { passing?: boolean; of?: string } = {}) {
    super(message, options);
    this.of = options.of ?? 'DynamoDB';
    if (options.passing === true) this.$retryable = { throttling: false };
  }
}

/**
 * The answer of somebody in between that has made a request fail, also where the SDK has kept nothing but its text
 * (`reason`); null where there is none.
 */
export function badAnswerIn(error: unknown, reason = ''): BadAnswer | null {
  if (error instanceof BadAnswer) return error;
  const [said] = OF_A_STRANGER.exec(reason) ?? [];
  return said === undefined ? null : new BadAnswer(said, { cause: error, of: 'AWS' });
}

/** An answer from an intermediary, explained to a person. `doing`: the purpose, e.g. `reading py-perf-system-v2`. */
export function badAnswerFailure(answer: BadAnswer, doing: string): AppFailure {
  return appFailure(
    'bad-answer',
    `What came back while ${doing} is no complete answer of ${safeText(answer.of, 200)}: ${answer.message}.`,
    'Check the endpoint, and whether this network wants you to sign in. Nothing of the answer was used; it is tried again.',
    answer,
  );
}
