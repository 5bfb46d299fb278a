import { expect, type Locator, type Page } from '@playwright/test';
import { HostPage } from './host-page.ts';

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

  /** Those of the list as it is; blocks out of sight may still hold what it was, and are hidden. */
  get rows(): Locator {
    return this.page.getByTestId('host-row').filter({ visible: true });
  }

  /** The row of a host as it is seen, or the page of the only one; the name is compared as text, whatever it holds. */
  row(hostname: string): Locator {
    return this.page
      .getByTestId(/^(?:host-row|only-host)$/u)
      .and(this.page.locator(`[data-hostname=${JSON.stringify(hostname)}]`))
      .filter({ visible: true });
  }

  state(hostname: string): Locator {
    return this.row(hostname).getByTestId(/^host(?:-page)?-state$/u);
  }

  cpu(hostname: string): Locator {
    return this.row(hostname).getByTestId('host-cpu');
  }

  memory(hostname: string): Locator {
    return this.row(hostname).getByTestId('host-memory');
  }

  get sentence(): Locator {
    return this.page.getByTestId('fleet-sentence');
  }

  get attention(): Locator {
    return this.page.getByTestId('attention');
  }

  get tiles(): Locator {
    return this.page.getByTestId('host-tile');
  }

  get groups(): Locator {
    return this.page.getByTestId('host-group').filter({ visible: true });
  }

  /** How many hosts the filter leaves, in words; empty without one. */
  get shown(): Locator {
    return this.page.getByText(/^[\d,]+ of [\d,]+ hosts$/u);
  }

  get table(): Locator {
    return this.page.getByRole('table', { name: 'Hosts' });
  }

  header(column: string): Locator {
    return this.page.getByRole('columnheader', { name: column, exact: true });
  }

  /** Sorts by a column; by it as well where `also`. */
  async sort(column: string, also = false): Promise<void> {
    await this.header(column)
      .getByRole('button')
      .click(also ? { modifiers: ['Shift'] } : {});
  }

  async filterBy(text: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Filter by text' }).fill(text);
  }

  async clearFilter(): Promise<void> {
    await this.page.getByRole('button', { name: 'Clear', exact: true }).click();
  }

  /** Hostnames of the rows that are drawn, from the top. */
  async listed(): Promise<string[]> {
    const rows = await this.rows.evaluateAll((found) =>
      found
        .map((row) => ({
          index: Number(row.getAttribute('aria-rowindex')),
          hostname: row.getAttribute('data-hostname') ?? '',
        }))
        .sort((a, b) => a.index - b.index),
    );
    return rows.map(({ hostname }) => hostname);
  }

  async expectHosts(count: number): Promise<void> {
    await expect(this.table).toHaveAttribute('aria-rowcount', String(count + 1));
  }

  async syncNow(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sync now' }).click();
  }

  async openHost(hostname: string): Promise<HostPage> {
    const row = this.row(hostname);
    await row.waitFor();
    if ((await row.getAttribute('data-testid')) === 'host-row')
      await row.getByRole('link').first().click();
    return new HostPage(this.page);
  }
}
