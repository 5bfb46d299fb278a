import { EventEmitter, getEventListeners } from 'node:events';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** A process' resources at a moment, after garbage collection. */
export interface ProcessGauge {
  /** Bytes. */
  heap: number;
  external: number;
  rss: number;
  /** What keeps the event loop alive, by type. */
  resources: number;
  /** Listeners on all reachable emitters and event targets. */
  listeners: number;
}

const emitters = new Set<WeakRef<EventEmitter>>();
const targets = new Set<WeakRef<EventTarget>>();
const types = new WeakMap<EventTarget, Set<string>>();
const seen = new WeakSet<EventEmitter>();

/** Tracks every object that gets a listener from now on. Call once, before everything to be measured. */
export function watchListeners(): void {
  for (const name of ['on', 'addListener', 'prependListener'] as const) {
    const original = EventEmitter.prototype[name];
    EventEmitter.prototype[name] = function (this: EventEmitter, ...args) {
      if (!seen.has(this)) {
        seen.add(this);
        emitters.add(new WeakRef(this));
      }
      return original.apply(this, args);
    };
  }
  // oxlint-disable-next-line typescript/unbound-method -- called with the target that it was called on
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (this: EventTarget, type, ...rest) {
    const known = types.get(this);
    if (known === undefined) {
      types.set(this, new Set([type]));
      targets.add(new WeakRef(this));
    } else known.add(type);
    add.call(this, type, ...rest);
  };
}

/** Measures this process, which must have been started with `--expose-gc`. */
export async function gauge(): Promise<ProcessGauge> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('start with --expose-gc');
  // Finalizers run between two collections.
  for (let pass = 0; pass < 3; pass += 1) {
    gc();
    await turn();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heap: heapUsed,
    external,
    rss,
    resources: process.getActiveResourcesInfo().length,
    listeners: countListeners(),
  };
}

function countListeners(): number {
  let count = 0;
  for (const emitter of reachable(emitters))
    for (const name of emitter.eventNames()) count += emitter.listenerCount(name);
  for (const target of reachable(targets))
    for (const type of types.get(target) ?? []) count += getEventListeners(target, type).length;
  return count;
}

function reachable<T extends object>(references: Set<WeakRef<T>>): T[] {
  const found: T[] = [];
  for (const reference of references) {
    const object = reference.deref();
    if (object === undefined) references.delete(reference);
    else found.push(object);
  }
  return found;
}

/** The pipe to the parent and the standard streams. Idle connections do not keep a process alive and are not listed. */
const ALWAYS_THERE = /^(PipeWrap|TTYWrap|Immediate|CloseReq)$/u;
const LOOK_AGAIN = 2;

/** Resolves when this process is idle: no request, no file operation, no timer. */
export async function quiescent(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await turn();
    if (process.getActiveResourcesInfo().every((kind) => ALWAYS_THERE.test(kind))) continue;
    quiet = -1;
    await delay(LOOK_AGAIN, undefined, { ref: false });
  }
}
