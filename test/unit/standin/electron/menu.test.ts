import { expect, it } from 'vitest';
import { Menu } from '../../../standin/electron/menu.ts';

it('toggles a checkbox before the app receives the click', () => {
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

it('groups radio items up to a separator, whatever is between them', () => {
  const radio = (label: string): { label: string; type: 'radio' } => ({ label, type: 'radio' });
  const menu = Menu.buildFromTemplate([
    radio('a'),
    { label: 'between' },
    radio('b'),
    { type: 'separator' },
    { type: 'separator' },
    radio('c'),
    { type: 'separator' },
  ]);
  expect(menu.items.map(({ type }) => type)).toEqual([
    'radio',
    'normal',
    'radio',
    'separator',
    'radio',
  ]);
  const [a, , b, , c] = menu.items;
  c?.click();
  a?.click();
  b?.click();
  expect([a, b, c].map((item) => item?.checked)).toEqual([false, true, true]);
});

it('passes on the window of a click, which a click by the program lacks', () => {
  const heard: unknown[] = [];
  const menu = Menu.buildFromTemplate([
    { label: 'Who', click: (_item, window) => heard.push(window) },
  ]);
  menu.items[0]?.click();
  menu.items[0]?.click({}, 'a window');
  expect(heard).toEqual([undefined, 'a window']);
});
