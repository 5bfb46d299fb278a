import { EventEmitter } from 'node:events';
import type {
  Menu as ElectronMenu,
  MenuItem as ElectronItem,
  MenuItemConstructorOptions,
} from 'electron';
import { BrowserWindow } from './browser-window.ts';

type EmulatedMenu = Pick<ElectronMenu, 'popup' | 'closePopup'>;
type EmulatedItem = Pick<
  ElectronItem,
  'id' | 'label' | 'sublabel' | 'toolTip' | 'type' | 'checked' | 'enabled' | 'visible'
>;

/** An item; `click()` does what a click by the user does. */
export class MenuItem implements EmulatedItem {
  readonly id: string;
  label: string;
  sublabel: string;
  toolTip: string;
  type: ElectronItem['type'];
  enabled: boolean;
  visible: boolean;
  readonly role: MenuItemConstructorOptions['role'];
  readonly accelerator: MenuItemConstructorOptions['accelerator'];
  readonly submenu: Menu | undefined;
  readonly click: () => void;
  /** The radio items that lie side by side with this one, itself among them; set when it is put into a menu. */
  group: MenuItem[] = [];
  #checked: boolean;

  constructor(options: MenuItemConstructorOptions) {
    const { id = '', role, accelerator, submenu } = options;
    this.id = id;
    this.role = role;
    this.accelerator = accelerator;
    this.label = options.label ?? labelOf(role);
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.type = options.type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.#checked = options.checked ?? false;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.submenu = Array.isArray(submenu)
      ? Menu.buildFromTemplate(submenu)
      : (submenu as unknown as Menu | undefined);
    const { click } = options;
    this.click = () => {
      // Electron flips the check itself, before the app hears of the click.
      if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
      click?.(
        this as unknown as ElectronItem,
        BrowserWindow.getFocusedWindow() as unknown as Electron.BaseWindow | undefined,
        {},
      );
    };
  }

  get checked(): boolean {
    return this.#checked;
  }

  /** A radio item that is set, to whatever, is the one of its group that is checked. */
  set checked(checked: boolean) {
    for (const other of this.group) other.#checked = false;
    this.#checked = this.type === 'radio' || checked;
  }
}

let applicationMenu: Menu | null = null;

export class Menu extends EventEmitter implements EmulatedMenu {
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const entry of template)
      menu.append(entry instanceof MenuItem ? entry : new MenuItem(entry));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  append(item: MenuItem): void {
    this.insert(this.items.length, item);
  }

  insert(position: number, item: MenuItem): void {
    const before = this.items[position - 1];
    this.items.splice(position, 0, item);
    if (item.type !== 'radio') return;
    item.group = before?.type === 'radio' ? before.group : [];
    item.group.push(item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
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
}

/** A role names itself; the real label is the system's. */
function labelOf(role: MenuItemConstructorOptions['role']): string {
  return role ?? '';
}
