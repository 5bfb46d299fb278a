import { expect, it } from 'vitest';
import { Menu } from '../../standin/electron/menu.ts';

it('flips a checkbox before the app hears of the click', () => {
  const heard: boolean[] = [];
  const menu = Menu.buildFromTemplate([
    { id: 'tick', label: 'Tick', type: 'checkbox', click: ({ checked }) => heard.push(checked) },
    { label: 'More', submenu: [{ id: 'deep', label: 'Deep' }] },
  ]);
  menu.getMenuItemById('tick')?.click();
  menu.getMenuItemById('tick')?.click();
  expect(heard).toEqual([true, false]);
  expect(menu.getMenuItemById('deep')?.label).toBe('Deep');
  expect(menu.items[1]?.type).toBe('submenu');
});
