import { useVirtualizer } from '@tanstack/vue-virtual';
import { useElementSize, useResizeObserver } from '@vueuse/core';
import { computed, ref, watch, type Ref } from 'vue';
import { useScroller } from './use-scroller.ts';

/** Lines of which only those in view are rendered. */
export interface UseVirtualLinesOptions {
  /** The element that holds the lines; they are placed within it absolutely. */
  readonly body: Readonly<Ref<HTMLElement | null>>;
  readonly count: Ref<number>;
  readonly keyOf: (index: number) => string | number;
  /** Pixels. */
  readonly lineHeight: number;
}

/** Lines of one height in the scrolling page, of which only those in sight are in the document. */
export function useVirtualLines({ body, count, keyOf, lineHeight }: UseVirtualLinesOptions) {
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
      count: count.value,
      getScrollElement: () => scroller.value,
      estimateSize: () => lineHeight,
      getItemKey: keyOf,
      scrollMargin: margin.value,
      overscan: 8,
      initialRect: { width: 0, height: pageHeight.value },
    })),
  );
  const lines = computed(() =>
    virtualizer.value.getVirtualItems().map(({ index, key, start }) => ({
      index,
      key: String(key),
      style: `transform: translateY(${String(start - margin.value)}px)`,
    })),
  );
  const bodyStyle = computed(() => ({ height: `${String(virtualizer.value.getTotalSize())}px` }));
  const scrolling = computed(() => virtualizer.value.isScrolling);
  return { lines, bodyStyle, scrolling };
}

/**
 * As `useVirtualLines`, with a `slot` for each line: lines that come into sight take over the elements of those that
 * have left it, which costs much less than making new ones.
 */
export function useRecycledLines(options: UseVirtualLinesOptions) {
  const { lines, bodyStyle, scrolling } = useVirtualLines(options);
  /** How many lines are in the document at most; it only grows, and with it a line's slot stays the same. */
  const slots = ref(1);
  watch(
    () => lines.value.length,
    (count) => {
      slots.value = Math.max(slots.value, count);
    },
    { immediate: true, flush: 'sync' },
  );
  const recycled = computed(() => {
    const found = lines.value.map((line) => ({ ...line, slot: line.index % slots.value }));
    // Elements that keep their place are not moved; at rest the order is that of the list, for those who read it.
    return scrolling.value ? found.toSorted((a, b) => a.slot - b.slot) : found;
  });
  return { lines: recycled, bodyStyle };
}
