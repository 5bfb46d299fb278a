import { useTimeoutFn } from '@vueuse/core';
import { onScopeDispose, watchPostEffect, type Ref } from 'vue';
import { useLinesInView } from '../../lib/use-virtual-lines.ts';
import { createGroupRow, createHostRow } from './host-row.ts';
import type { HostRowElement, HostRowTexts, HostRowView, RowPatterns } from './host-row.ts';
import type { ListLine, ListLines } from './groups.ts';
import { createRowBlocks, LINES_A_BLOCK, type RowBlock } from './row-blocks.ts';
import type { FleetRow } from '../../lib/rows.ts';

/** Pixels, as `--row-height`. */
const ROW_HEIGHT = 32;
/** Milliseconds at rest after which rows out of sight are written. */
const AHEAD_AFTER_MS = 300;
/** Milliseconds that an idle period must have left for a step. */
const STEP_MS = 4;
/** The most milliseconds of writing before the browser draws and handles input. */
const MOST_MS = 30;

declare global {
  interface Navigator {
    /** Chromium only (https://wicg.github.io/is-input-pending). */
    readonly scheduling: { isInputPending: () => boolean };
  }
}

/** The content and place of the list. */
export interface UseHostRowsOptions {
  /** Holds the rows, which only this code places in it, absolutely. */
  readonly body: Readonly<Ref<HTMLElement | null>>;
  /** Holds the template of the rows: `HostRowPattern`. */
  readonly pattern: Readonly<Ref<HTMLElement | null>>;
  readonly lines: Readonly<Ref<ListLines>>;
  readonly columns: Readonly<Ref<readonly string[]>>;
  /** A new object means another language or zone. */
  readonly texts: Readonly<Ref<HostRowTexts>>;
  /** Unix seconds, for ages. */
  readonly now: Readonly<Ref<number>>;
  /** The rest of a row's content; a new function if any of it has changed. */
  readonly viewOf: Readonly<Ref<(row: FleetRow) => Omit<HostRowView, 'row' | 'index' | 'now'>>>;
  readonly groupText: (label: string | null) => string;
  readonly count: (hosts: number) => string;
}

/** The element of a line. */
interface Slot {
  host?: HostRowElement;
  group?: ReturnType<typeof createGroupRow>;
  element: HTMLElement | null;
  row: FleetRow | null;
  /** The line that it last showed: an unchanged line is not rewritten. */
  shown: readonly unknown[];
}

type Block = RowBlock<Slot>;

/**
 * The rows of the list, written by hand, in blocks of a few lines. As components, a scrolled row cost ten times as
 * much. While the page rests, blocks out of sight are written and laid out too, nearest first, in idle periods of the
 * browser. Scrolling to them is then no work for the page: the browser has painted them and shows them even while the
 * page is busy. A block is hidden only after its lines have gone to other hosts, until it is rewritten.
 */
export function useHostRows(options: UseHostRowsOptions) {
  const { body, pattern, lines, columns, texts, viewOf, now } = options;
  const { span, bodyStyle, scrolling } = useLinesInView({
    body,
    count: () => lines.value.count,
    lineHeight: ROW_HEIGHT,
  });
  const blocks = createRowBlocks<Slot>({
    lineHeight: ROW_HEIGHT,
    makeLine: () => ({ element: null, row: null, shown: [] }),
  });
  const slotOf = new WeakMap<Element, Slot>();
  /** The columns and texts of the current rows. */
  let madeFor: readonly unknown[] = [];
  /** The version of the blocks' content; incremented when any of it changes. */
  let writtenFor: readonly unknown[] = [];
  let version = 0;
  let idleCallback = 0;

  const patternOf: RowPatterns = (name) => {
    const found = pattern.value?.querySelector(`[data-pattern="${name}"]`);
    if (!(found instanceof HTMLElement)) throw new Error(`no pattern of rows: ${name}`);
    const made = found.cloneNode(true) as HTMLElement;
    delete made.dataset['pattern'];
    return made;
  };

  function showLine(slot: Slot, line: ListLine, index: number): HTMLElement {
    if (line.kind === 'group') {
      slot.group ??= createGroupRow(patternOf);
      slot.group.show(options.groupText(line.label), options.count(line.count), index);
      slot.row = null;
      return slot.group.element;
    }
    slot.host ??= createHostRow(patternOf, columns.value, texts.value);
    slot.host.show({ row: line.row, index, now: now.value, ...viewOf.value(line.row) });
    slot.row = line.row;
    return slot.host.element;
  }

  /** Places a line's element, or removes it if there is no such line. */
  function place(block: Block, slot: Slot, element: HTMLElement | null): void {
    if (slot.element === element) return;
    slot.element?.remove();
    slot.element = element;
    if (element === null) return;
    slotOf.set(element, slot);
    const after = block.lines.slice(block.lines.indexOf(slot) + 1);
    const next = after.find((other) => other.element !== null)?.element ?? null;
    block.inner.insertBefore(element, next);
  }

  function write(block: Block): void {
    if (block.version === version && block.now === now.value) return;
    block.lines.forEach((slot, at) => {
      const index = block.number * LINES_A_BLOCK + at;
      const line = lines.value.at(index);
      const wanted =
        line === undefined ? [] : [...identityOf(line), index, viewOf.value, now.value];
      const isShown = (slot.element === null) === (line === undefined);
      if (isShown && wanted.every((value, i) => value === slot.shown[i])) return;
      slot.shown = wanted;
      place(block, slot, line === undefined ? null : showLine(slot, line, index));
    });
    block.version = version;
    block.now = now.value;
  }

  /** Block positions from the first, end exclusive. */
  const inSight = () => ({
    first: Math.floor(span.value.first / LINES_A_BLOCK),
    end: Math.ceil(span.value.end / LINES_A_BLOCK),
  });

  /** Whether a block shows the hosts of its current place, even if their values are old. */
  const holdsItsLines = ({ number, lines: slots }: Block) =>
    slots.every(({ row }, at) => {
      const line = lines.value.at(number * LINES_A_BLOCK + at);
      return line?.kind === 'host' ? row?.key === line.row.key : line === undefined && row === null;
    });

  /** Hides blocks out of sight with other hosts until they are rewritten. */
  function hideOthers(first: number, end: number): void {
    for (const block of blocks.all()) {
      const isOut = block.number < first || block.number >= end;
      if (isOut && block.drawn && !holdsItsLines(block)) blocks.draw(block, false);
    }
  }

  function show(block: Block): void {
    write(block);
    blocks.draw(block, true);
  }

  function paint(): void {
    const within = body.value;
    if (within === null || pattern.value === null) return;
    const current = [lines.value, viewOf.value] as const;
    const isNew = current.some((value, i) => value !== writtenFor[i]);
    if (isNew) version += 1;
    writtenFor = current;
    const { first, end } = inSight();
    if (isNew) hideOthers(first, end);
    for (let number = first; number < end; number += 1)
      show(blocks.take(within, number, Math.floor((first + end) / 2)));
    if (!scrolling.value) waitForRest();
  }

  const isWanting = (block: Block | undefined) => block === undefined || block.version !== version;

  /** Writes blocks out of sight, then lays them out, as far as time allows. */
  function writeAhead(deadline: IdleDeadline): void {
    idleCallback = 0;
    const { first, end } = inSight();
    const within = body.value;
    if (within === null || pattern.value === null || scrolling.value) return;
    const from = Math.floor((first + end) / 2);
    const count = Math.ceil(lines.value.count / LINES_A_BLOCK);
    const until = performance.now() + MOST_MS;
    while (
      deadline.timeRemaining() >= STEP_MS &&
      performance.now() < until &&
      !navigator.scheduling.isInputPending()
    ) {
      const beyond = blocks.beyond(count);
      if (beyond !== undefined) {
        blocks.drop(beyond);
        continue;
      }
      const number = blocks.nearest({ from, count }, isWanting);
      if (number === undefined) return;
      const block = blocks.take(within, number, from);
      show(block);
      // Reading its size lays it out now, in the remaining time, not in the next frame.
      void block.inner.offsetHeight;
    }
    idleCallback = requestIdleCallback(writeAhead);
  }

  const { start: waitForRest, stop: stopWaiting } = useTimeoutFn(
    () => {
      if (idleCallback === 0) idleCallback = requestIdleCallback(writeAhead);
    },
    AHEAD_AFTER_MS,
    { immediate: false },
  );

  function stop(): void {
    stopWaiting();
    cancelIdleCallback(idleCallback);
    idleCallback = 0;
  }

  function clear(): void {
    stop();
    blocks.clear();
  }

  watchPostEffect(() => {
    const made = [columns.value, texts.value] as const;
    if (made.some((value, i) => value !== madeFor[i])) clear();
    madeFor = made;
    paint();
  });
  // Rows are removed with the element that holds them, all at once.
  onScopeDispose(stop);

  /** The host whose row contains an element. */
  function rowAt(target: EventTarget | null): FleetRow | undefined {
    const element = target instanceof Element ? target.closest('[data-row]') : null;
    return (element === null ? undefined : slotOf.get(element)?.row) ?? undefined;
  }

  return { bodyStyle, rowAt };
}

/** The identity of a line: two lines with the same one show the same. */
function identityOf(line: ListLine): readonly unknown[] {
  return line.kind === 'host' ? [line.row, null] : [line.label, line.count];
}
