import type { ProxyResolver } from '../platform/net/proxy.ts';

/** Milliseconds for which an answer holds: proxies change when a laptop changes networks. */
const ANSWER_HOLDS_MS = 60_000;
/** Milliseconds after which a question without an answer counts as "no proxy". */
const ANSWER_TIMEOUT_MS = 5000;

interface Question {
  readonly askedAt: number;
  readonly answer: Promise<string | null>;
}

/**
 * Asks the app's main process, the only one that knows the system's proxy settings, which proxy leads to an address.
 */
export class ProxyQuestions {
  readonly #ask: (id: number, address: string) => void;
  readonly #pending = new Map<number, (proxy: string | null) => void>();
  readonly #questions = new Map<string, Question>();
  #nextId = 1;

  constructor(ask: (id: number, address: string) => void) {
    this.#ask = ask;
  }

  readonly resolve: ProxyResolver = (address) => {
    const now = performance.now();
    const known = this.#questions.get(address);
    if (known !== undefined && now - known.askedAt < ANSWER_HOLDS_MS) return known.answer;
    const id = this.#nextId;
    this.#nextId += 1;
    const answer = new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => {
        this.answered(id, null);
      }, ANSWER_TIMEOUT_MS);
      this.#pending.set(id, (proxy) => {
        clearTimeout(timer);
        resolve(proxy);
      });
    });
    this.#questions.set(address, { askedAt: now, answer });
    this.#ask(id, address);
    return answer;
  };

  /** The main process's answer to a question. */
  answered(id: number, proxy: string | null): void {
    const settle = this.#pending.get(id);
    this.#pending.delete(id);
    settle?.(proxy);
  }
}
