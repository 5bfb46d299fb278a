/** A pipe to the other half that copies as `structuredClone` does (`serialization: 'advanced'`). */
export interface Port {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the upper bound of "any function" has no other spelling
type AnyFunction = (...args: any[]) => Promise<unknown>;
type Api<T> = Record<keyof T, AnyFunction>;

type Wire =
  | { kind: 'call'; id: number; name: string; args: unknown[] }
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'error'; id: number; message: string };

/** The other half's functions, each a round trip. */
export type Remote<T extends Api<T>> = {
  [K in keyof T]: (...args: Parameters<T[K]>) => Promise<Awaited<ReturnType<T[K]>>>;
};

/** One end of the pipe between the two halves. */
export interface Channel<Theirs extends Api<Theirs>> {
  readonly remote: Remote<Theirs>;
  /** Fails every pending call, because the other half has ended. */
  abandon(reason: string): void;
}

/** Connects two halves: `mine` answers calls, `remote` makes them. Errors keep only their message. */
export function openChannel<Theirs extends Api<Theirs>, Mine extends Api<Mine>>(
  port: Port,
  mine: Mine,
): Channel<Theirs> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let nextId = 1;
  let ended: string | null = null;

  const answer = async (id: number, name: string, args: unknown[]): Promise<void> => {
    try {
      const method = (mine as Record<string, AnyFunction>)[name];
      if (method === undefined) throw new Error(`no method ${name}`);
      port.send({ kind: 'value', id, value: await method(...args) } satisfies Wire);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      port.send({ kind: 'error', id, message } satisfies Wire);
    }
  };

  port.onMessage((message) => {
    const wire = message as Wire;
    if (wire.kind === 'call') {
      void answer(wire.id, wire.name, wire.args);
      return;
    }
    const settle = waiting.get(wire.id);
    waiting.delete(wire.id);
    if (wire.kind === 'value') settle?.resolve(wire.value);
    else settle?.reject(new Error(wire.message));
  });

  const call = (name: string, args: unknown[]): Promise<unknown> => {
    if (ended !== null) return Promise.reject(new Error(ended));
    const id = nextId;
    nextId += 1;
    const settle = Promise.withResolvers<unknown>();
    waiting.set(id, settle);
    port.send({ kind: 'call', id, name, args } satisfies Wire);
    return settle.promise;
  };

  const remote = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...args: unknown[]) =>
          call(String(name), args),
    },
  ) as Remote<Theirs>;
  return {
    remote,
    abandon(reason) {
      ended = reason;
      for (const settle of waiting.values()) settle.reject(new Error(reason));
      waiting.clear();
    },
  };
}
