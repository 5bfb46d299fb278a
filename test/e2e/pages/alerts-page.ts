import type { Locator, Page } from '@playwright/test';

/** Settings → Alerts: rules, quiet hours, maintenance. */
export class AlertsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A default rule: `CPU`, `Memory`, `Disk`. */
  rule(name: string): Locator {
    return this.page.locator('main').getByRole('group', { name, exact: true });
  }

  get overrides(): Locator {
    return this.page.getByTestId('override');
  }

  get periods(): Locator {
    return this.page.getByTestId('quiet-period');
  }

  maintenance(group: 'Running' | 'Planned' | 'Past'): Locator {
    return this.page.getByRole('region', { name: group }).getByTestId('maintenance');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** Chooses what a dialog is for. */
  async chooseLabel(label: string): Promise<void> {
    await this.dialog.getByRole('combobox', { name: 'Label' }).selectOption(label);
  }

  async chooseHost(letters: string, hostname: string): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Host', exact: true }).click();
    await this.dialog.getByRole('combobox', { name: 'Host' }).fill(letters);
    await this.page.getByRole('option', { name: hostname }).click();
  }

  async save(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Save' }).click();
  }
}
