/**
 * A fleet that is killed when it hands over its first notice, before it is shown: `node killed-before-showing.ts
 * DIRECTORY START_SECONDS`. Prints the time of its death, Unix seconds.
 */
import { writeSync } from 'node:fs';
import { AlertScene } from './alert-scene.ts';

const [directory = '', start = ''] = process.argv.slice(2);

const scene = new AlertScene(Number(start), {}, directory);
scene.begin({ db: 20, web: 20 });
scene.beforeShow = () => {
  writeSync(1, String(scene.now));
  process.kill(process.pid, 'SIGKILL');
};
scene.pass(20, { web: 20 });
