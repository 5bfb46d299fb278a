import type { MenuItem as ElectronItem, MenuItemConstructorOptions } from 'electron';
import { execute, labelOf } from './menu-roles.ts';
import { Menu } from './menu.ts';

type Emulated = Pick<
  ElectronItem,
  'id' | 'label' | 'sublabel' | 'toolTip' | 'type' | 'checked' | 'enabled' | 'visible' | 'click'
>;

const TYPES = ['normal', 'separator', 'submenu', 'checkbox', 'radio', 'header', 'palette'];

/** An item; `click()` acts like a click by the user. */
export class MenuItem implements Emulated {
  readonly id: string;
  label: string;
  sublabel: string;
  toolTip: string;
  readonly type: ElectronItem['type'];
  enabled: boolean;
  visible: boolean;
  /** In lower case, as in Electron. */
  readonly role: string | undefined;
  readonly accelerator: MenuItemConstructorOptions['accelerator'];
  readonly submenu: Menu | undefined;
  /** Receives the event, the focused window and its page; a click by the program has none of them. */
  readonly click: (event?: unknown, window?: unknown, contents?: unknown) => void;
  /** The radio items of its group, itself included, of which one is checked; set when it is added to a menu. */
  group: MenuItem[] = [];
  #checked: boolean;

  constructor(options: MenuItemConstructorOptions) {
    const { id = '', accelerator, submenu, click } = options;
    this.id = id;
    this.role = options.role?.toLowerCase();
    this.accelerator = accelerator;
    this.label = options.label ?? labelOf(this.role);
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.type = options.type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.#checked = options.checked ?? false;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.submenu = Array.isArray(submenu)
      ? Menu.buildFromTemplate(submenu)
      : (submenu as unknown as Menu | undefined);
    if (!TYPES.includes(this.type)) throw new Error(`Unknown menu item type: ${this.type}`);
    if (this.type === 'submenu' && !(this.submenu instanceof Menu))
      throw new Error('Invalid submenu');
    this.click = (event, window, contents) => {
      // Electron toggles the check itself, before the app receives the click.
      if (this.type === 'checkbox' || this.type === 'radio') this.checked = !this.checked;
      // An item with a role does what the role says, whatever the app sets.
      if (execute(this.role, window, contents)) return;
      click?.(
        this as unknown as ElectronItem,
        window as Electron.BaseWindow | undefined,
        event as Electron.KeyboardEvent,
      );
    };
  }

  get checked(): boolean {
    return this.#checked;
  }

  /** Setting a radio item, to any value, checks it within its group. */
  set checked(checked: boolean) {
    for (const other of this.group) other.#checked = false;
    this.#checked = this.type === 'radio' || checked;
  }
}
