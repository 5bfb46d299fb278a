import type { Page } from 'playwright';

// These bring an English page of the harness into the state of a picture.

/** Tests a connection to AWS. */
export const openConnection = async (page: Page) => {
  await page.getByRole('button', { name: 'Connect to AWS' }).click();
  await page.getByText('Endpoint and table names').click();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText(/tables can be read|refused/u).waitFor();
};

/** Shows the columns of forecasts, sorted by what is unusual. */
export const showExpected = async (page: Page) => {
  await toTable(page);
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['Full in', 'Unusual now', 'Platform', 'Labels'])
    await page.getByRole('menuitemcheckbox', { name }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Unusual now' }).getByRole('button').click();
};
/** Ticks three hosts and opens the column menu. */
export const tick = async (page: Page) => {
  for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).check();
  await page.getByRole('button', { name: 'Columns' }).click();
};
/** Puts the crosshair on the first chart and opens its table. */
export const point = async (page: Page) => {
  const chart = page.getByTestId('host-chart').first();
  await chart.hover({ position: { x: 220, y: 60 } });
  await page.getByRole('button', { name: 'Show CPU as table' }).click();
  await chart.hover({ position: { x: 220, y: 60 } });
};
/** Hovers a cell of the heat map. */
export const hover = (page: Page) =>
  page.getByTestId('heat-map').hover({ position: { x: 700, y: 300 } });
/** Searches in the command palette. */
export const search = async (page: Page) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('web');
};
/** Picks a minute on the first chart and scrolls to its processes. */
export const pick = async (page: Page) => {
  await page
    .getByTestId('host-chart')
    .first()
    .click({ position: { x: 220, y: 60 } });
  await page.getByTestId('processes').scrollIntoViewIfNeeded();
};
/** Scrolls to the foot of the page. */
export const toFoot = (page: Page) =>
  page.locator('main').evaluate((main) => {
    main.scrollTo(0, main.scrollHeight);
  });
/** Types an invalid rule. */
export const refuse = async (page: Page) => {
  const cpu = page.getByRole('group', { name: 'CPU' });
  await cpu.getByLabel('At or above').fill('70');
  await cpu.getByLabel('For').fill('1.5');
  await cpu.getByLabel('For').blur();
};
/** Saves an invalid override. */
export const override = async (page: Page) => {
  await page.getByRole('button', { name: 'Add override' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('group', { name: 'CPU' }).getByText('Custom', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
};
/** Opens an override and searches for its host. */
export const overrideHost = async (page: Page) => {
  await page.getByRole('button', { name: 'Add override' }).click();
  await page.getByRole('dialog').getByText('Host', { exact: true }).click();
  await page.getByPlaceholder('Find a host').fill('web');
};
/** Opens the form of maintenance with its times. */
export const maintenance = async (page: Page) => {
  await page.getByRole('button', { name: 'Add maintenance' }).click();
  await page.getByRole('dialog').getByText('Choose times').click();
};
/** Opens the maintenance menu of a host. */
export const openMaintenance = (page: Page) =>
  page.getByRole('button', { name: 'Maintenance', exact: true }).click();
/** Filters events by one kind. */
export const chooseKinds = async (page: Page) => {
  await page.getByRole('button', { name: 'Kind', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'CPU high' }).click();
};
/** Types half of an access key. */
export const enterKeys = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit AWS' }).click();
  await page.getByRole('button', { name: 'Separate access key' }).click();
  await page.getByLabel('Access key ID').fill('AKIAIOSFODNN7EXAMPLE');
};
/** Opens the access key fields on a machine that cannot store keys. */
export const enterKeysRefused = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit AWS' }).click();
  await page.getByRole('button', { name: 'Separate access key' }).click();
};
/** Turns sharing on, which asks first. */
export const askToShare = (page: Page) =>
  page.getByTestId('shared-source').getByRole('switch').click();
/** Shares, and scrolls to a conflict. */
export const shareNow = async (page: Page) => {
  await askToShare(page);
  await page.getByRole('alertdialog').getByRole('button').last().click();
  await page.getByTestId('shared-conflict').first().scrollIntoViewIfNeeded();
};
/** Opens a source with a stored key. */
export const openStoredKey = (page: Page) => page.getByRole('button', { name: 'Edit AWS' }).click();
/** Ticks three hosts and starts an action on them. */
export const tickAnd = (action: string) => async (page: Page) => {
  for (const n of [3, 4, 5]) await page.getByRole('checkbox').nth(n).check();
  await page.getByTestId('selection-bar').getByRole('button', { name: action }).click();
};
/** Clicks a button by name. */
export const open = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();
/** Filters hosts by state and label. */
export const filter = async (page: Page) => {
  await page.getByRole('button', { name: /^online/u }).click();
  await page.getByRole('button', { name: 'Label', exact: true }).click();
  await page.getByRole('menuitemcheckbox').first().click();
};
/** Marks a time on the chart of a function. */
export const markMoment = async (page: Page) => {
  const chart = page.getByTestId('function-chart');
  const box = await chart.boundingBox();
  await chart.click({ position: { x: (box?.width ?? 0) * 0.74, y: 100 } });
};
/** Opens the first run of the list. */
export const openRun = (page: Page) =>
  page.getByTestId('run-row').first().getByRole('link').click();
/** Scrolls to the network settings. */
export const toNetwork = (page: Page) => page.getByTestId('network').scrollIntoViewIfNeeded();
/** Scrolls to the host table. */
export const toTable = (page: Page) => page.getByTestId('host-row').nth(4).scrollIntoViewIfNeeded();
