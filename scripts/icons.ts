import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { launchChromium } from '../test/standin/host/browser.ts';

/** `npm run icons`: renders the SVG sources in build/ to the PNGs that Electron and electron-builder want. */
const BUILD = join(import.meta.dirname, '../build');

const ICONS = [
  { source: 'icon.svg', target: 'icon.png', size: 512 },
  { source: 'icon.svg', target: 'icons/icon.png', size: 256 },
  ...['tray-ok', 'tray-offline', 'tray-failing', 'trayTemplate'].flatMap((name) => [
    { source: `${name}.svg`, target: `icons/${name}.png`, size: 22 },
    { source: `${name}.svg`, target: `icons/${name}@2x.png`, size: 44 },
  ]),
];

async function render(browser: Browser, source: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(join(BUILD, source), 'utf8');
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`,
  );
  const picture = await page.screenshot({ omitBackground: true });
  await page.close();
  return picture;
}

const browser = await launchChromium();
for (const { source, target, size } of ICONS)
  writeFileSync(join(BUILD, target), await render(browser, source, size));
await browser.close();
