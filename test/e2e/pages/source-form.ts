import type { Locator, Page } from '@playwright/test';

/** The form about a source, opened from the settings. */
export class SourceForm {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the form about the source of that name. */
  static async open(page: Page, source = 'AWS'): Promise<SourceForm> {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: `Edit ${source}` }).click();
    return new SourceForm(page);
  }

  get refusal(): Locator {
    return this.page.getByTestId('keys-refusal');
  }

  get storedKey(): Locator {
    return this.page.getByTestId('stored-key');
  }

  async chooseOwnKey(): Promise<void> {
    await this.page.getByRole('button', { name: 'Separate access key' }).click();
  }

  async enterKey(id: string, secret: string): Promise<void> {
    await this.page.getByLabel('Access key ID').fill(id);
    await this.page.getByLabel('Secret access key').fill(secret);
  }

  async enterEndpoint(endpoint: string): Promise<void> {
    await this.page.getByText('Endpoint and table names').click();
    await this.page.getByLabel('Endpoint', { exact: true }).fill(endpoint);
  }

  async test(): Promise<void> {
    await this.page.getByRole('button', { name: 'Test connection' }).click();
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save' }).click();
    await this.page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
}
