import type { FromHost, FromMain } from './messages.ts';

type Distributed<T> = T extends unknown ? Omit<T, 'id'> : never;
type Asking = Distributed<Extract<FromMain, { id: number }>>;

const waiting = new Map<
  number,
  { resolve: (value: undefined) => void; reject: (error: Error) => void }
>();
let nextId = 1;

/** Sends to the host, from the main process. */
export function tell(message: FromMain): void {
  if (process.send === undefined) throw new Error('the stand-in runs as a child of its host');
  if (process.connected) process.send(message);
}

/** Sends to the host and waits for its answer. */
export function askHost(message: Asking): Promise<undefined> {
  const id = nextId;
  nextId += 1;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    tell({ ...message, id });
  });
}

/** Settles what waits for this answer of the host. */
export function settle({ id, error }: Extract<FromHost, { kind: 'answer' }>): void {
  const entry = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) entry?.resolve(undefined);
  else entry?.reject(new Error(error));
}
