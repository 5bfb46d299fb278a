import { eventsOf, expect, test, type TinyMain } from './tiny.ts';

test('flips a checkbox before the app hears of the click', async ({ sharedApp: app }) => {
  await app.evaluate(() => {
    const [item] = (globalThis as unknown as TinyMain).tiny.menu.items;
    const click = item?.click as (() => void) | undefined;
    click?.();
    click?.();
  }, null);
  expect((await eventsOf(app)).slice(-2)).toEqual(['tick true', 'tick false']);
});

test('keeps one radio item of a group checked, whatever is clicked', async ({ sharedApp: app }) => {
  const checked = await app.evaluate(() => {
    const { items } = (globalThis as unknown as TinyMain).tiny.menu;
    const radios = items.filter(({ type }) => type === 'radio');
    const click = radios[1]?.click as (() => void) | undefined;
    click?.();
    const once = radios.map((item) => item.checked);
    // A second click does not take it away.
    click?.();
    return [once, radios.map((item) => item.checked)];
  }, null);
  expect(checked).toEqual([
    [false, true, true],
    [false, true, true],
  ]);
});

test('an item with a role does what the role says, and a click by the program has no window', async ({
  sharedApp: app,
}) => {
  test.skip(process.platform === 'darwin', 'macOS itself does what roles say');
  await app.evaluate(() => {
    const { tiny } = globalThis as unknown as TinyMain;
    tiny.mayQuit = false;
    for (const label of ['Leave', 'Who']) {
      const click = tiny.menu.items.find((item) => item.label === label)?.click as () => void;
      click();
    }
    tiny.mayQuit = true;
  }, null);
  expect((await eventsOf(app)).slice(-2)).toEqual(['before-quit', 'clicked in undefined']);
});

test('leaves out separators that separate nothing, and refuses what is no item', async ({
  sharedApp: app,
}) => {
  const [labels, ...messages] = await app.evaluate(({ Menu }) => {
    const messageOf = (template: unknown): string => {
      try {
        Menu.buildFromTemplate(template as []);
        return 'no failure';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const { items } = (globalThis as unknown as TinyMain).tiny.menu;
    return [
      items.map(({ label, type }) => (type === 'separator' ? '-' : label)).join(),
      messageOf([{}]),
      messageOf(null),
      messageOf([{ label: 'x', type: 'submenu' }]),
      messageOf([{ label: 'x', type: 'nothing' }]),
    ];
  }, null);
  expect(labels).toBe('Tick,One,Between,Two,-,Other,Leave,Who');
  expect(messages).toEqual([
    'Invalid template for MenuItem: must have at least one of label, role or type',
    'Invalid template for Menu: Menu template must be an array',
    'Invalid submenu',
    'Unknown menu item type: nothing',
  ]);
});
