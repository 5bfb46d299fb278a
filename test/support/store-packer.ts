/**
 * A process of its own that packs a store step by step, saying each step, and gives back what is free: `node store-packer.ts PATH NOW`.
 * It ends when nothing is left.
 */
import { writeSync } from 'node:fs';
import { FleetStore } from '../../fleet/store/store.ts';

const [path = '', now = '0'] = process.argv.slice(2);
const store = FleetStore.open(path);
writeSync(1, '.');
while (store.pack(Number(now)).packed > 0) writeSync(1, '.');
store.compact();
store.close();
