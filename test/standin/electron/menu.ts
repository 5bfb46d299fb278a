import { EventEmitter } from 'node:events';
import type { Menu as ElectronMenu, MenuItemConstructorOptions } from 'electron';
import { MenuItem } from './menu-item.ts';

type Emulated = Pick<ElectronMenu, 'popup' | 'closePopup'>;
type Template = readonly (MenuItemConstructorOptions | MenuItem)[];

let applicationMenu: Menu | null = null;

/** A menu that nobody sees; specs click its items. */
export class Menu extends EventEmitter implements Emulated {
  readonly items: MenuItem[] = [];

  /** Refuses what Electron refuses, and drops separators without items to separate. */
  static buildFromTemplate(template: Template): Menu {
    if (!Array.isArray(template))
      throw new TypeError('Invalid template for Menu: Menu template must be an array');
    if (!template.every(isValid))
      throw new TypeError(
        'Invalid template for MenuItem: must have at least one of label, role or type',
      );
    const menu = new Menu();
    for (const entry of withoutExtraSeparators(template))
      menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    if (menu !== null && !(menu instanceof Menu)) throw new TypeError('Invalid menu');
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item);
  }

  insert(position: number, item: MenuItem): void {
    if (!(item instanceof MenuItem)) throw new TypeError('Invalid item');
    if (item.type === 'radio') {
      item.group = this.#groupBefore(position);
      item.group.push(item);
    }
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): MenuItem | null {
    const own = this.items.find((item) => item.id === id);
    if (own !== undefined) return own;
    for (const { submenu } of this.items) {
      const found = submenu?.getMenuItemById(id) ?? null;
      if (found !== null) return found;
    }
    return null;
  }

  popup(): void {
    this.emit('menu-will-show');
  }

  closePopup(): void {
    this.emit('menu-will-close');
  }

  /** Radio items form a group up to a separator, whatever other items are between them. */
  #groupBefore(position: number): MenuItem[] {
    for (const item of this.items.slice(0, position).reverse()) {
      if (item.type === 'radio') return item.group;
      if (item.type === 'separator') break;
    }
    return [];
  }
}

function isValid(entry: MenuItemConstructorOptions | MenuItem): boolean {
  return (
    entry instanceof MenuItem || 'label' in entry || 'role' in entry || entry.type === 'separator'
  );
}

function withoutExtraSeparators(template: Template): Template {
  const isExtra = ({ type, visible }: MenuItemConstructorOptions | MenuItem): boolean =>
    type === 'separator' && visible !== false;
  const folded = template.filter(
    (entry, index) => !isExtra(entry) || index === 0 || template[index - 1]?.type !== 'separator',
  );
  return folded.filter(
    (entry, index) => !isExtra(entry) || (index > 0 && index < folded.length - 1),
  );
}
