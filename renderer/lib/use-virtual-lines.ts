import { useVirtualizer } from '@tanstack/vue-virtual';
import { useElementSize, useResizeObserver } from '@vueuse/core';
import { computed, ref, type Ref } from 'vue';
import { useScroller } from './use-scroller.ts';

/** Lines of which only those in view are rendered. */
export interface UseVirtualLinesOptions {
  /** The element that holds the lines; they are placed within it absolutely. */
  readonly body: Readonly<Ref<HTMLElement | null>>;
  readonly count: () => number;
  readonly keyOf: (index: number) => string | number;
  /** Pixels. */
  readonly lineHeight: number;
}

function useVirtualBody({ body, count, keyOf, lineHeight }: UseVirtualLinesOptions) {
  const scroller = useScroller();
  const { height: pageHeight } = useElementSize(scroller);
  const margin = ref(0);

  /** What is above the lines moves them: notices come and go. */
  function measure(): void {
    if (scroller.value === null || body.value === null) return;
    const top = body.value.getBoundingClientRect().top - scroller.value.getBoundingClientRect().top;
    margin.value = Math.round(top + scroller.value.scrollTop);
  }
  const childOf = (which: 'firstElementChild' | 'lastElementChild') =>
    computed(() => scroller.value?.[which] as HTMLElement | null | undefined);
  useResizeObserver(childOf('firstElementChild'), measure);
  useResizeObserver(childOf('lastElementChild'), measure);

  const virtualizer = useVirtualizer(
    computed(() => ({
      count: count(),
      getScrollElement: () => scroller.value,
      estimateSize: () => lineHeight,
      getItemKey: keyOf,
      scrollMargin: margin.value,
      overscan: 8,
      initialRect: { width: 0, height: pageHeight.value },
    })),
  );
  const bodyStyle = computed(() => ({ height: `${String(virtualizer.value.getTotalSize())}px` }));
  return { virtualizer, margin, bodyStyle };
}

/** Lines of one height in the scrolling page, of which only those in sight are in the document. */
export function useVirtualLines(options: UseVirtualLinesOptions) {
  const { virtualizer, margin, bodyStyle } = useVirtualBody(options);
  const lines = computed(() =>
    virtualizer.value.getVirtualItems().map(({ index, key, start }) => ({
      index,
      key: String(key),
      style: `transform: translateY(${String(start - margin.value)}px)`,
    })),
  );
  return { lines, bodyStyle };
}

/** Where a line is. */
export interface RecycledLine {
  readonly index: number;
  /** Which element shows it; it stays the same while the line is in sight. */
  readonly slot: number;
  /** Pixels from the top of the body. */
  readonly top: number;
}

/**
 * Where lines of one height stand, for those who write them into elements of their own. Lines that come into sight take
 * over the slots of those that have left it.
 */
export function useRecycledLines(options: UseVirtualLinesOptions) {
  const { virtualizer, margin, bodyStyle } = useVirtualBody(options);
  /** How many lines are in the document at most; it only grows, and with it a line's slot stays the same. */
  let slots = 1;
  const places = computed<readonly RecycledLine[]>(() => {
    const items = virtualizer.value.getVirtualItems();
    slots = Math.max(slots, items.length);
    return items.map(({ index, start }) => ({
      index,
      slot: index % slots,
      top: start - margin.value,
    }));
  });
  const scrolling = computed(() => virtualizer.value.isScrolling);
  return { places, bodyStyle, scrolling };
}
