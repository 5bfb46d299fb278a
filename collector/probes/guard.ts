/** Milliseconds after which a sample does without the answer of a slow probe. */
export const PROBE_TIMEOUT_MS = 5000;

/** How probe calls are limited; `timeoutMs` in milliseconds. */
export interface GuardOptions {
  /** Receives the reason why a call has no value. */
  onProblem: (probe: string, problem: string) => void;
  timeoutMs?: number;
}

/** Calls a probe; undefined if it has no value. An aborted call ends at once. */
export type Guarded<A extends unknown[], T> = (
  signal: AbortSignal | undefined,
  ...args: A
) => Promise<T | undefined>;

/**
 * Wraps a probe so that it fails alone: an error or a slow answer yields `undefined`, and no second call starts while
 * one is still running.
 */
export function guarded<A extends unknown[], T>(
  name: string,
  probe: (...args: A) => Promise<T>,
  { onProblem, timeoutMs = PROBE_TIMEOUT_MS }: GuardOptions,
): Guarded<A, T> {
  let underWay = false;
  return async (signal, ...args) => {
    if (underWay) {
      onProblem(name, 'the previous call has not ended');
      return undefined;
    }
    underWay = true;
    const answer = probe(...args).finally(() => {
      underWay = false;
    });
    const patience = limited(timeoutMs, signal);
    try {
      return await Promise.race([answer, patience.over]);
    } catch (error) {
      answer.catch(() => undefined);
      onProblem(name, error instanceof Error ? error.message : String(error));
      return undefined;
    } finally {
      patience.end();
    }
  };
}

/** A promise that rejects after `ms`, or when aborted. */
function limited(ms: number, signal?: AbortSignal): { over: Promise<never>; end: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  // By now, nothing may await it.
  promise.catch(() => undefined);
  const timer = setTimeout(() => {
    reject(new Error(`no answer in ${String(ms)} ms`));
  }, ms);
  const abort = (): void => {
    reject(new Error('the collector is stopping'));
  };
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const end = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  return { over: promise, end };
}
