/** Milliseconds after which the answer of a slow probe is done without. */
export const PROBE_TIMEOUT = 5000;

/**
 * Wraps a probe so that it fails alone: an error or an answer that takes too long is `undefined`, and while one call is
 * still under way no second one is started. `onProblem` hears of it.
 */
export function guarded<T>(
  name: string,
  probe: () => Promise<T>,
  onProblem: (probe: string, problem: string) => void,
  timeout = PROBE_TIMEOUT,
): () => Promise<T | undefined> {
  let underWay = false;
  return async () => {
    if (underWay) {
      onProblem(name, 'the call before has not ended');
      return undefined;
    }
    underWay = true;
    const answer = probe().finally(() => {
      underWay = false;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        onProblem(name, `no answer in ${String(timeout)} ms`);
        resolve(undefined);
      }, timeout);
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      onProblem(name, error instanceof Error ? error.message : String(error));
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };
}
