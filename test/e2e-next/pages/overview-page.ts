import { expect, type Locator, type Page } from '@playwright/test';

/** The fleet overview: summary and host table. */
export class OverviewPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get firstRun(): Locator {
    return this.page.getByTestId('first-run');
  }

  get sourceStatus(): Locator {
    return this.page.getByTestId('source-status');
  }

  get rows(): Locator {
    return this.page.getByTestId('host-row');
  }

  /** The row of a host; the name is compared as text, whatever it holds. */
  row(hostname: string): Locator {
    return this.page.locator(`[data-testid="host-row"][data-hostname=${JSON.stringify(hostname)}]`);
  }

  state(hostname: string): Locator {
    return this.row(hostname).getByTestId('host-state');
  }

  cpu(hostname: string): Locator {
    return this.row(hostname).getByTestId('host-cpu');
  }

  memory(hostname: string): Locator {
    return this.row(hostname).getByTestId('host-memory');
  }

  async syncNow(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sync now' }).click();
  }

  async openHost(hostname: string): Promise<HostPage> {
    await this.row(hostname).getByRole('link').first().click();
    return new HostPage(this.page);
  }
}

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

  /** Waits until the first chart has drawn at least one sample. */
  async expectPoints(): Promise<void> {
    await expect(this.charts.first()).toHaveAttribute('data-points', /^[1-9]\d*$/u);
  }
}
