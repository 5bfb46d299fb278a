import type { Page } from 'playwright';

// These bring an English page of the harness into the state of a picture.

export const openConnection = async (page: Page) => {
  await page.getByRole('button', { name: 'Connect to AWS' }).click();
  await page.getByText('Endpoint and table names').click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText(/tables can be read|refused/u).waitFor();
};

export const showExpected = async (page: Page) => {
  await toTable(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Full in', 'Unusual now', 'Platform', 'Labels'])
    await page.getByRole('menuitemcheckbox', { name }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Unusual now' }).getByRole('button').click();
};
export const tick = async (page: Page) => {
  for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).check();
  await page.getByRole('button', { name: 'Columns' }).click();
};
export const point = async (page: Page) => {
  const chart = page.getByTestId('host-chart').first();
  await chart.hover({ position: { x: 220, y: 60 } });
  await page.getByRole('button', { name: 'Show CPU as table' }).click();
  await chart.hover({ position: { x: 220, y: 60 } });
};
export const hover = (page: Page) =>
  page.getByTestId('heat-map').hover({ position: { x: 700, y: 300 } });
export const search = async (page: Page) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('web');
};
export const pick = async (page: Page) => {
  await page
    .getByTestId('host-chart')
    .first()
    .click({ position: { x: 220, y: 60 } });
  await page.getByTestId('processes').scrollIntoViewIfNeeded();
};
export const toFoot = (page: Page) =>
  page.locator('main').evaluate((main) => {
    main.scrollTo(0, main.scrollHeight);
  });
export const refuse = async (page: Page) => {
  const cpu = page.getByRole('group', { name: 'CPU' });
  await cpu.getByLabel('At or above').fill('70');
  await cpu.getByLabel('For').fill('1.5');
  await cpu.getByLabel('For').blur();
};
export const override = async (page: Page) => {
  await page.getByRole('button', { name: 'Add override' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('group', { name: 'CPU' }).getByText('Custom', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
};
export const overrideHost = async (page: Page) => {
  await page.getByRole('button', { name: 'Add override' }).click();
  await page.getByRole('dialog').getByText('Host', { exact: true }).click();
  await page.getByPlaceholder('Find a host').fill('web');
};
export const maintenance = async (page: Page) => {
  await page.getByRole('button', { name: 'Add maintenance' }).click();
  await page.getByRole('dialog').getByText('Choose times').click();
};
export const openMaintenance = (page: Page) =>
  page.getByRole('button', { name: 'Maintenance', exact: true }).click();
export const chooseKinds = async (page: Page) => {
  await page.getByRole('button', { name: 'Kind', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'CPU high' }).click();
};
export const enterKeys = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit AWS' }).click();
  await page.getByRole('button', { name: 'Separate access key' }).click();
  await page.getByLabel('Access key ID').fill('AKIAIOSFODNN7EXAMPLE');
};
export const enterKeysRefused = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit AWS' }).click();
  await page.getByRole('button', { name: 'Separate access key' }).click();
};
export const askToShare = (page: Page) =>
  page.getByTestId('shared-source').getByRole('switch').click();
export const shareNow = async (page: Page) => {
  await askToShare(page);
  await page.getByRole('alertdialog').getByRole('button').last().click();
  await page.getByTestId('shared-conflict').first().scrollIntoViewIfNeeded();
};
export const openStoredKey = (page: Page) => page.getByRole('button', { name: 'Edit AWS' }).click();
export const tickAnd = (action: string) => async (page: Page) => {
  for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).check();
  await page.getByTestId('selection-bar').getByRole('button', { name: action }).click();
};
export const open = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();
export const filter = async (page: Page) => {
  await page.getByRole('button', { name: /^online/u }).click();
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByRole('menuitemcheckbox').first().click();
};
export const markMoment = async (page: Page) => {
  const chart = page.getByTestId('function-chart');
  const box = await chart.boundingBox();
  await chart.click({ position: { x: (box?.width ?? 0) * 0.74, y: 100 } });
};
export const openRun = (page: Page) =>
  page.getByTestId('run-row').first().getByRole('link').click();
export const toNetwork = (page: Page) => page.getByTestId('network').scrollIntoViewIfNeeded();
export const toTable = (page: Page) => page.getByTestId('host-row').nth(4).scrollIntoViewIfNeeded();
