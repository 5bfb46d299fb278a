import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BICUBIC2, createICNS, createICO } from 'png2icons';
import type { Browser } from 'playwright';
import { launchChromium } from '../test/standin/host/browser.ts';

/** `npm run icons`: renders the SVG sources in build/ in the formats for Electron and electron-builder. */
const BUILD = join(import.meta.dirname, '../build');

/** Sizes in the icon theme of Linux desktops. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
/** Pixels from which the icons of Windows and macOS are scaled down. */
const LARGE = 1024;

interface Icon {
  source: string;
  target: string;
  /** Pixels. */
  size: number;
  /** The value of `currentColor`. */
  color?: string;
}

const TRAY_STATES = ['ok', 'offline', 'failing', 'collecting'];
const MONOCHROME = { Template: '#000', '-white': '#fff' };

function traySizes(source: string, target: string, color?: string): Icon[] {
  const tint = color === undefined ? {} : { color };
  return [
    { source, target: `icons/${target}.png`, size: 22, ...tint },
    { source, target: `icons/${target}@2x.png`, size: 44, ...tint },
  ];
}

const ICONS: Icon[] = [
  { source: 'icon.svg', target: 'icons/icon.png', size: 256 },
  ...LINUX_SIZES.map((size) => ({
    source: 'icon.svg',
    target: `linux/${String(size)}x${String(size)}.png`,
    size,
  })),
  ...TRAY_STATES.flatMap((state) => [
    ...traySizes(`tray-${state}.svg`, `tray-${state}`),
    ...Object.entries(MONOCHROME).flatMap(([suffix, color]) =>
      traySizes(`tray-${state}-mono.svg`, `tray-${state}${suffix}`, color),
    ),
  ]),
];

async function render(browser: Browser, icon: Icon): Promise<Buffer> {
  const { source, size, color = '#000' } = icon;
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(join(BUILD, source), 'utf8');
  await page.setContent(
    `<style>body{margin:0;color:${color}}svg{display:block;width:100vw;height:100vh}</style>${svg}`,
  );
  const picture = await page.screenshot({ omitBackground: true });
  await page.close();
  return picture;
}

/** Writes a file that contains one icon in many sizes. */
function writeBundle(target: string, bytes: Buffer | null): void {
  if (bytes === null) throw new Error(`${target} could not be made`);
  writeFileSync(join(BUILD, target), bytes);
}

mkdirSync(join(BUILD, 'linux'), { recursive: true });
const browser = await launchChromium();
for (const icon of ICONS) writeFileSync(join(BUILD, icon.target), await render(browser, icon));
const large = await render(browser, { source: 'icon.svg', target: '', size: LARGE });
writeBundle('icon.ico', createICO(large, BICUBIC2, 0, false, true));
writeBundle('icon.icns', createICNS(large, BICUBIC2, 0));
await browser.close();
