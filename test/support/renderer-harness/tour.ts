import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright';
import { LOCALES, type Locale } from '../../../contract/locale.ts';
import { buildHarness, type BuiltHarness } from './build.ts';
import { changeDisplay, settled } from './display.ts';
import { launchChromium, openPage } from './page.ts';
import { SCENES, type Scene } from './scenes.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const SIZES: readonly Size[] = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
  { width: 2560, height: 1440 },
];
/** The smallest window, and the reference size at 200 %. */
const SMALL_SIZES: readonly Size[] = [
  { width: 900, height: 600 },
  { width: 720, height: 450 },
];
/** Pages opened at the same time. */
const AT_ONCE = 2;

/**
 * Writes `SCENE-WIDTH-THEME-LANGUAGE.png` into `folder` for every page and state, on made-up fleets. `asked` are
 * prefixes of names, as patterns (`host.*-1440-dark`); without any, all are taken. Resolves with the number of
 * pictures, and the scenes that failed, with the reasons.
 */
export async function takeTour(
  folder: string,
  asked: readonly string[],
): Promise<{ pictures: number; failed: readonly string[] }> {
  const wanted = new RegExp(`^(?:${asked.join('|')})`, 'u');
  await mkdir(folder, { recursive: true });
  const stops = Object.entries(SCENES)
    .flatMap(([name, scene]) =>
      [...SIZES, ...(scene.small === true ? SMALL_SIZES : [])].map((size) => ({
        scene,
        size,
        pictures: picturesOf(`${name}-${String(size.width)}`).filter(({ file }) =>
          wanted.test(file),
        ),
      })),
    )
    .filter(({ pictures }) => pictures.length > 0);
  const built = await buildHarness();
  const browser = await launchChromium();
  const failed: string[] = [];
  let pictures = 0;
  const next = async (): Promise<void> => {
    for (let stop = stops.shift(); stop !== undefined; stop = stops.shift())
      try {
        await takeStop(browser, built, folder, stop);
        pictures += stop.pictures.length;
      } catch (error) {
        failed.push(`${stop.pictures[0]?.file ?? ''}: ${String(error)}`);
      }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  await browser.close();
  await built.dispose();
  return { pictures, failed };
}

interface Picture {
  readonly file: string;
  readonly theme: 'light' | 'dark';
  readonly locale: Locale;
}

const picturesOf = (beginning: string): Picture[] =>
  LOCALES.flatMap((locale) =>
    (['light', 'dark'] as const).map((theme) => ({
      file: `${beginning}-${theme}-${locale}.png`,
      theme,
      locale,
    })),
  );

/**
 * Brings a page into its state in English, where the acts find their elements, and only then changes how it is shown.
 */
async function takeStop(
  browser: Browser,
  built: BuiltHarness,
  folder: string,
  stop: { scene: Scene; size: Size; pictures: readonly Picture[] },
): Promise<void> {
  const { act, small: _, ...options } = stop.scene;
  const page = await openPage(browser, built, { ...options, ...stop.size });
  page.setDefaultTimeout(10_000);
  try {
    await page.locator('main > :last-child').waitFor();
    await page.waitForLoadState('networkidle');
    await act?.(page);
    for (const { file, ...display } of stop.pictures) {
      await changeDisplay(page, display);
      await settled(page);
      await page.screenshot({ path: path.join(folder, file) });
    }
  } finally {
    await page.context().close();
  }
}
