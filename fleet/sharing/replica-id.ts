import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { parseStored } from '../../platform/sqlite/stored-json.ts';
import type { FleetStore } from '../store/store.ts';

const KEY = 'sharing/replica';
const schema = z.strictObject({ id: z.string().regex(/^[a-z0-9]{8}$/u), mark: z.string() });

/**
 * The name of a data directory among those that share. A copy of the directory, or one from a backup, gets a name of its
 * own: two programs of one name would take each other's changes for their own.
 */
export function replicaId(store: FleetStore, storePath: string): string {
  const mark = markOf(storePath);
  const known = store.read(() => store.meta.get(KEY));
  const stored = known === null ? undefined : parseStored(schema, known);
  if (stored?.mark === mark) return stored.id;
  const id = randomUUID().slice(0, 8);
  store.write(() => {
    store.meta.put(KEY, JSON.stringify({ id, mark }));
  });
  return id;
}

/** Differs between two machines and between two files. */
function markOf(path: string): string {
  const { ino, birthtimeMs } = statSync(path);
  const parts = [hostname(), path, String(ino), String(Math.floor(birthtimeMs))];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
