/** What came back is no complete answer of DynamoDB; the message says what it is instead, as "…: MESSAGE.". */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
  /** Read by the SDK's retry strategy; absent where asking again would bring the same. */
  readonly $retryable?: { throttling: boolean };

  constructor(message: string, options: ErrorOptions & { passing?: boolean } = {}) {
    super(message, options);
    if (options.passing === true) this.$retryable = { throttling: false };
  }
}
