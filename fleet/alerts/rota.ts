/** Evaluations in which every host of a large fleet has its turn: an hour. */
const LOOKS = 120;

/** Takes turns: a few of many hosts are due per evaluation, and all of them within a period. */
export class Rota {
  readonly #refreshSeconds: number;
  readonly #atOnce: number;
  readonly #madeAt = new Map<number, number>();

  /** `atOnce`: hosts that one look takes; of a fleet of thousands it takes its share where that is more. */
  constructor(options: { refreshSeconds: number; atOnce: number }) {
    this.#refreshSeconds = options.refreshSeconds;
    this.#atOnce = options.atOnce;
  }

  /** The hosts whose turn it is at `now` (Unix seconds); they count as done. */
  take<T extends { id: number }>(hosts: readonly T[], now: number): T[] {
    const most = Math.max(this.#atOnce, Math.ceil(hosts.length / LOOKS));
    const due: T[] = [];
    for (const host of hosts) {
      if (due.length === most) break;
      const at = this.#madeAt.get(host.id);
      // A clock that was put back makes none wait.
      if (at !== undefined && Math.abs(now - at) < this.#refreshSeconds) continue;
      this.#madeAt.set(host.id, now);
      due.push(host);
    }
    return due;
  }

  /** All are due again: what they rest on has changed. */
  clear(): void {
    this.#madeAt.clear();
  }

  /** Forgets hosts that are no more. */
  keepOnly(ids: ReadonlySet<number>): void {
    for (const id of this.#madeAt.keys()) if (!ids.has(id)) this.#madeAt.delete(id);
  }
}
