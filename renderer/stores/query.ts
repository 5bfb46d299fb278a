import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { RequestName, RequestInput, RequestOutput } from '../../contract/requests.ts';
import type { AppError } from '../../contract/errors.ts';
import { request } from '../app/bridge.ts';

/** A request as reactive state: the last good answer stays while the next one loads or fails. */
export interface Query<K extends RequestName> {
  /** The last good answer, and its request. */
  readonly data: ShallowRef<RequestOutput<K> | null>;
  readonly input: ShallowRef<RequestInput<K> | null>;
  readonly error: ShallowRef<AppError | null>;
  readonly loading: Ref<boolean>;
  load: (input: RequestInput<K>) => Promise<void>;
  clear: () => void;
}

/**
 * A repeated request: of two in flight the later one wins, and a failing one keeps the last answer and sets `error`.
 */
export function createQuery<K extends RequestName>(name: K): Query<K> {
  const data = shallowRef<RequestOutput<K> | null>(null) as ShallowRef<RequestOutput<K> | null>;
  const input = shallowRef<RequestInput<K> | null>(null) as ShallowRef<RequestInput<K> | null>;
  const error = shallowRef<AppError | null>(null);
  const loading = ref(false);
  let latest = 0;

  async function load(asked: RequestInput<K>): Promise<void> {
    latest += 1;
    const mine = latest;
    loading.value = true;
    const result = await request(name, asked);
    if (mine !== latest) return;
    loading.value = false;
    error.value = result.ok ? null : result.error;
    if (!result.ok) return;
    data.value = result.value;
    input.value = asked;
  }

  /** Drops the answer, and those still on their way. */
  function clear(): void {
    latest += 1;
    loading.value = false;
    data.value = null;
    input.value = null;
    error.value = null;
  }

  return { data, input, error, loading, load, clear };
}
