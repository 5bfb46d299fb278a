import type { Page } from '@playwright/test';
import { changeDisplay, settled } from '../../support/renderer-harness/display.ts';
import { expectAccessible, expectReadable } from './axe.ts';
import { expect, FLEET, test } from './fixture.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const SETTINGS = '/settings';

const editSource = (page: Page) => page.getByRole('button', { name: 'Edit AWS' }).click();
const chooseOwnKey = (page: Page) =>
  page.getByRole('button', { name: 'Separate access key' }).click();

test('an access key is entered by keyboard, tested, stored, and never shown again', async ({
  open,
}) => {
  const page = await open({ harness: FLEET, path: SETTINGS });
  await editSource(page);
  await page.getByRole('button', { name: 'AWS configuration' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Access key ID')).toBeFocused();
  await page.keyboard.type('AKIAIOSFODNN7EXAMPLE');
  await page.keyboard.press('Tab');
  await page.keyboard.type(SECRET);
  await expect(page.getByLabel('Secret access key')).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText('The tables can be read: 42 hosts.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByTestId('settings-source')).toContainText('Access key …MPLE');

  await editSource(page);
  await expect(page.getByTestId('stored-key')).toContainText(
    'Key …MPLE, stored encrypted on this machine.',
  );
  await expect(page.getByLabel('Secret access key')).toHaveCount(0);
  expect(await page.content()).not.toContain(SECRET);
});

test('a bad key says beside its field what is wrong, and stores nothing', async ({ open }) => {
  const page = await open({ harness: FLEET, path: SETTINGS });
  await editSource(page);
  await chooseOwnKey(page);
  await page.getByLabel('Access key ID').fill('akia lower case');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('16 to 128 capital letters and digits.')).toBeVisible();
  await expect(page.getByText('20 to 128 characters without spaces.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByTestId('settings-source')).toContainText('Standard AWS configuration');
  // What was typed is gone.
  await editSource(page);
  await chooseOwnKey(page);
  await expect(page.getByLabel('Access key ID')).toHaveValue('');
});

test('a stored key is replaced, kept, and removed', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, storedKey: 'good' }, path: SETTINGS });
  await editSource(page);
  await page.getByRole('button', { name: 'Replace' }).click();
  await page.getByRole('button', { name: 'Keep the stored key' }).click();
  await page.getByRole('button', { name: 'Replace' }).click();
  await page.getByLabel('Access key ID').fill('AKIAI44QH8DHBEXAOTHR');
  await page.getByLabel('Secret access key').fill(SECRET);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('settings-source')).toContainText('Access key …OTHR');

  await editSource(page);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('The stored key …OTHR is deleted when you save.')).toBeVisible();
  await expect(page.getByLabel('Profile')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('settings-source')).toContainText('Standard AWS configuration');
  await editSource(page);
  await chooseOwnKey(page);
  await expect(page.getByTestId('stored-key')).toHaveCount(0);
});

test('where there is no keyring, keys are refused with what to do instead', async ({ open }) => {
  const page = await open({ harness: { ...FLEET, keyring: 'no-keyring' }, path: SETTINGS });
  await editSource(page);
  await chooseOwnKey(page);
  const refusal = page.getByTestId('keys-refusal');
  await expect(refusal).toContainText('the app found no keyring');
  await expect(refusal).toContainText('Use a profile of the AWS configuration instead');
  await expect(page.getByLabel('Secret access key')).toHaveCount(0);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

for (const [name, harness] of [
  ['fields', {}],
  ['a key that is stored', { storedKey: 'good' }],
  ['a key that cannot be read', { storedKey: 'unreadable' }],
  ['no keyring', { keyring: 'no-keyring' }],
] as const)
  test(`axe finds nothing in the form about keys: ${name}`, async ({ open }) => {
    const page = await open({ harness: { ...FLEET, ...harness }, path: SETTINGS });
    await editSource(page);
    if (!('storedKey' in harness)) await chooseOwnKey(page);
    await page.getByRole('dialog').getByText('Region').waitFor();
    await settled(page);
    await expectAccessible(page);
    await changeDisplay(page, { theme: 'dark', locale: 'de' });
    await expectReadable(page);
  });

test('a session of aws login is renewed by a command to copy, in three languages', async ({
  open,
}) => {
  const page = await open({ harness: { ...FLEET, source: 'session', awsLogin: true } });
  await page.getByRole('button', { name: 'Sign in' }).click();
  const command = page.getByTestId('login-command');
  await expect(command.getByText('aws login --profile production')).toBeVisible();
  await expect(command.getByRole('button', { name: 'Copy' })).toBeVisible();
  await settled(page);
  await expectAccessible(page);
  for (const [theme, locale] of [
    ['dark', 'de'],
    ['light', 'ja'],
  ] as const) {
    await changeDisplay(page, { theme, locale });
    await expectReadable(page);
  }
  await page.keyboard.press('Escape');
  await expect(command).toHaveCount(0);
});
