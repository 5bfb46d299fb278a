import { onScopeDispose, watchPostEffect, type Ref } from 'vue';
import { useRecycledLines } from '../../lib/use-virtual-lines.ts';
import { createGroupRow, createHostRow } from './host-row.ts';
import type { HostRowElement, HostRowTexts, HostRowView, RowPatterns } from './host-row.ts';
import type { ListLine, ListLines } from './groups.ts';
import type { FleetRow } from '../../lib/rows.ts';

/** Pixels, as `--row-height`. */
const ROW_HEIGHT = 32;

/** What the list shows, and where. */
export interface UseHostRowsOptions {
  /** Holds the rows; they are placed within it absolutely, and by nobody else. */
  readonly body: Readonly<Ref<HTMLElement | null>>;
  /** Holds what rows are cloned from: `HostRowPattern`. */
  readonly pattern: Readonly<Ref<HTMLElement | null>>;
  readonly lines: Readonly<Ref<ListLines>>;
  readonly columns: Readonly<Ref<readonly string[]>>;
  /** New ones are another language or zone. */
  readonly texts: Readonly<Ref<HostRowTexts>>;
  /** All that a row shows beside its place; another function where any of it has changed. */
  readonly viewOf: Readonly<Ref<(row: FleetRow) => Omit<HostRowView, 'row' | 'index'>>>;
  readonly groupText: (label: string | null) => string;
  readonly count: (hosts: number) => string;
}

interface Slot {
  host?: HostRowElement;
  group?: ReturnType<typeof createGroupRow>;
  element: HTMLElement | null;
  top: number;
  row: FleetRow | null;
  /** What it was shown with: a line that has not changed since is left as it is. */
  shown: readonly unknown[];
}

/**
 * The rows of the list, written by hand: lines that come into sight take over the elements of those that have left it,
 * and only what differs is written. As components, a scrolled row cost ten times as much.
 */
export function useHostRows(options: UseHostRowsOptions) {
  const { body, pattern, lines, columns, texts, viewOf } = options;
  const { places, bodyStyle, scrolling } = useRecycledLines({
    body,
    count: () => lines.value.count,
    lineHeight: ROW_HEIGHT,
  });
  /** By their numbers, of which some may not be used. */
  const slots = new Map<number, Slot>();
  /** The columns and texts of the rows that there are. */
  let madeFor: readonly unknown[] = [];

  const patternOf: RowPatterns = (name) => {
    const found = pattern.value?.querySelector(`[data-pattern="${name}"]`);
    if (!(found instanceof HTMLElement)) throw new Error(`no pattern of rows: ${name}`);
    const made = found.cloneNode(true) as HTMLElement;
    delete made.dataset['pattern'];
    return made;
  };

  function clear(): void {
    for (const { element } of slots.values()) element?.remove();
    slots.clear();
  }

  function slotAt(number: number): Slot {
    const known = slots.get(number);
    if (known !== undefined) return known;
    const made: Slot = { element: null, top: Number.NaN, row: null, shown: [] };
    slots.set(number, made);
    return made;
  }

  function showLine(slot: Slot, line: ListLine, index: number): HTMLElement {
    if (line.kind === 'group') {
      slot.group ??= createGroupRow(patternOf);
      slot.group.show(options.groupText(line.label), options.count(line.count), index);
      slot.row = null;
      return slot.group.element;
    }
    slot.host ??= createHostRow(patternOf, columns.value, texts.value);
    slot.host.show({ row: line.row, index, ...viewOf.value(line.row) });
    slot.row = line.row;
    return slot.host.element;
  }

  function paint(): void {
    if (body.value === null || pattern.value === null) return;
    const used: HTMLElement[] = [];
    const idle = new Set(slots.values());
    for (const { index, slot: at, top } of places.value) {
      const line = lines.value.at(index);
      if (line === undefined) continue;
      const slot = slotAt(at);
      idle.delete(slot);
      const wanted = [...identityOf(line), index, viewOf.value];
      if (slot.element !== null && wanted.every((value, i) => value === slot.shown[i])) {
        used.push(slot.element);
        continue;
      }
      slot.shown = wanted;
      const element = showLine(slot, line, index);
      if (slot.top !== top || slot.element !== element) element.style.top = `${String(top)}px`;
      if (slot.element !== element) {
        slot.element?.remove();
        body.value.append(element);
      }
      slot.element = element;
      slot.top = top;
      used.push(element);
    }
    for (const slot of idle) {
      slot.element?.remove();
      slot.element = null;
      slot.shown = [];
    }
    // At rest the order is that of the list, for those who read it and for the keyboard.
    if (!scrolling.value) arrange(used);
  }

  watchPostEffect(() => {
    const made = [columns.value, texts.value] as const;
    if (made.some((value, i) => value !== madeFor[i])) clear();
    madeFor = made;
    paint();
  });
  onScopeDispose(clear);

  /** The host whose row holds an element. */
  function rowAt(target: EventTarget | null): FleetRow | undefined {
    if (!(target instanceof Node)) return undefined;
    return [...slots.values()].find(({ element }) => element?.contains(target))?.row ?? undefined;
  }

  return { bodyStyle, rowAt };
}

/** What a line is told from another by: two that have the same show the same. */
function identityOf(line: ListLine): readonly unknown[] {
  return line.kind === 'host' ? [line.row, null] : [line.label, line.count];
}

/** Brings elements into their order. One that holds the focus stays, because a moved one would lose it. */
function arrange(elements: readonly HTMLElement[]): void {
  const focused = elements.findIndex((element) => element.contains(document.activeElement));
  const fixed = Math.max(0, focused);
  for (let i = fixed + 1; i < elements.length; i += 1) {
    const [before, element] = [elements[i - 1], elements[i]];
    if (element !== undefined && before?.nextSibling !== element) before?.after(element);
  }
  for (let i = fixed - 1; i >= 0; i -= 1) {
    const [element, after] = [elements[i], elements[i + 1]];
    if (element !== undefined && after?.previousSibling !== element) after?.before(element);
  }
}
