import { expect, type Locator, type Page } from '@playwright/test';

/** The page of one host. */
export class HostPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get charts(): Locator {
    return this.page.getByTestId('host-chart');
  }

  /** What is known of the machine. */
  get facts(): Locator {
    return this.page.getByRole('main').locator('header').first();
  }

  get state(): Locator {
    return this.page.getByTestId('host-page-state');
  }

  get processes(): Locator {
    return this.page.getByTestId('processes');
  }

  get back(): Locator {
    return this.page.getByRole('button', { name: 'Reset zoom' });
  }

  /** Waits until the first chart has drawn at least one sample. */
  async expectPoints(): Promise<void> {
    await expect(this.charts.first()).toHaveAttribute('data-points', /^[1-9]\d*$/u);
  }

  /** Samples that the first chart draws. */
  async points(): Promise<number> {
    return Number(await this.charts.first().getAttribute('data-points'));
  }

  /** A figure of the statistics of the range, e.g. `CPU`, `Mean`; the unit is left out. */
  async statistic(metric: string, column: string): Promise<number> {
    const table = this.page.getByTestId('host-stats');
    const columns = await table.getByRole('columnheader').allTextContents();
    const row = table.getByRole('row').filter({
      has: this.page.getByRole('rowheader', { name: metric, exact: true }),
    });
    const cells = await row.getByRole('cell').allTextContents();
    return Number.parseFloat(cells[columns.findIndex((text) => text.trim() === column) - 1] ?? '');
  }

  /** Opens the values of a chart as a table. */
  async values(chart: string): Promise<Locator> {
    await this.page.getByRole('button', { name: `Show ${chart} as table` }).click();
    return this.page.getByRole('region', { name: new RegExp(`^Values: ${chart}`, 'u') });
  }
}
