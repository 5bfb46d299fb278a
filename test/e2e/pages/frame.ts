import { expect, type Locator, type Page } from '@playwright/test';

/** What the presets of the range are called, by how long they are. */
const LONG_RANGES: Readonly<Record<string, string>> = {
  '10 min': 'Last 10 minutes',
  '1 h': 'Last hour',
  '4 h': 'Last 4 hours',
  '24 h': 'Last 24 hours',
  '7 d': 'Last 7 days',
  '30 d': 'Last 30 days',
  '13 mo': 'Last 13 months',
};

/** What stands around every page: navigation, range, palette. */
export class Frame {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** Says that the machines are made up. */
  get demo(): Locator {
    return this.page.getByTestId('demo');
  }

  async go(name: string): Promise<void> {
    const link = this.page.getByRole('navigation').getByRole('link', { name, exact: true });
    await link.click();
    await expect(this.title).toHaveText(name);
  }

  async range(label: string): Promise<void> {
    await this.page.getByTestId('range').click();
    await this.page.getByRole('button', { name: LONG_RANGES[label] ?? label, exact: true }).click();
  }

  /** A range by hand, each end as `YYYY-MM-DDTHH:MM` in the zone of the settings. */
  async customRange(from: string, to: string): Promise<void> {
    await this.page.getByTestId('range').click();
    await this.page.getByLabel('From').fill(from);
    await this.page.getByLabel('To', { exact: true }).fill(to);
    await this.page.getByRole('button', { name: 'Show', exact: true }).click();
  }

  /** Finds something in the palette and takes what comes first. */
  async find(text: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await expect(this.page.getByTestId('palette')).toBeVisible();
    await this.page.keyboard.type(text);
    // Hosts are found once they are loaded, as somebody sees who looks before pressing Enter.
    await expect(this.page.getByTestId('palette').getByRole('option').first()).toBeVisible();
    await this.page.keyboard.press('Enter');
    await expect(this.page.getByTestId('palette')).toHaveCount(0);
  }

  async choose(menu: string, item: string): Promise<void> {
    await this.#menu(menu).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** Ticks items of a menu, which stays open meanwhile. */
  async tick(menu: string, ...items: string[]): Promise<void> {
    await this.#menu(menu).click();
    for (const name of items)
      await this.page.getByRole('menuitemcheckbox', { name, exact: true }).click();
    await this.page.keyboard.press('Escape');
  }

  /** The button of a menu, which may show how many of its items are ticked. */
  #menu(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${name}(?: \\d+)?$`, 'u') }).first();
  }

  /** Pixels that the page is too wide for the window. */
  async overflow(): Promise<number> {
    return this.page.evaluate(() =>
      Math.max(
        ...[document.documentElement, ...document.querySelectorAll('main')].map(
          ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
        ),
      ),
    );
  }
}
