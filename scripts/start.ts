import { openApp } from './open-app.ts';

/** `npm start`: opens the built app in Electron or, if its binary cannot be downloaded, in Chromium. */
process.exitCode = await openApp({ args: process.argv.slice(2), env: process.env });
