/**
 * Packs a store step by step in its own process, reporting each step, and frees unused space: `node store-packer.ts
 * PATH NOW`. Ends when nothing is left.
 */
import { writeSync } from 'node:fs';
import { FleetStore } from '../../fleet/store/store.ts';

const [path = '', now = '0'] = process.argv.slice(2);
const store = FleetStore.open(path);
writeSync(1, '.');
while (store.pack(Number(now)).packed > 0) writeSync(1, '.');
store.compact();
store.close();
