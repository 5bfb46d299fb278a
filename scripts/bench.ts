import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

/** `npm run bench [NAME…]`: runs every benchmark, or those whose path contains a name, in sequence. */
const names = process.argv.slice(2);
const files = globSync('test/bench/*.bench.ts')
  .sort()
  .filter((file) => names.length === 0 || names.some((name) => file.includes(name)));

if (files.length === 0) {
  process.stderr.write('No benchmark has such a name.\n');
  process.exitCode = 2;
}

for (const file of files) {
  process.stdout.write(`\n# ${file}\n`);
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
