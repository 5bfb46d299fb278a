import type { MessageBoxOptions } from 'electron';
import { expect, test } from './fixture.ts';

test('"Check for updates" says why a copy in its source folder is not updated from here', async ({
  idle: app,
}) => {
  const shown = await app.evaluate(async ({ dialog, Menu }) => {
    const told = Promise.withResolvers<MessageBoxOptions>();
    dialog.showMessageBox = (options) => {
      told.resolve(options as MessageBoxOptions);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
    const click = Menu.getApplicationMenu()?.getMenuItemById('updates')?.click as () => void;
    click();
    return await told.promise;
  }, null);
  expect(shown).toMatchObject({
    message: 'This copy does not update itself',
    detail: expect.stringContaining('runs from its source folder'),
    buttons: ['OK'],
  });
});
