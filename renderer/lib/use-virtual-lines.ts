import { useElementSize, useEventListener, useResizeObserver, useTimeoutFn } from '@vueuse/core';
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { useScroller } from './use-scroller.ts';

/** Lines beyond either edge of the window that are rendered too. */
const OVERSCAN = 8;
/** Milliseconds without a scroll after which the page rests. */
const REST_MS = 150;

/** Lines of equal height, of which only the visible ones are rendered. */
export interface UseVirtualLinesOptions {
  /** The element that holds the lines, which are placed in it absolutely. */
  readonly body: Readonly<Ref<HTMLElement | null>>;
  readonly count: () => number;
  /** Pixels. */
  readonly lineHeight: number;
}

/** Line indices, end exclusive. */
export interface LineSpan {
  readonly first: number;
  readonly end: number;
}

/** The visible lines in a window of a height (pixels), `top` pixels below their beginning, plus some around them. */
export function linesInView(
  top: number,
  height: number,
  { count, lineHeight }: { readonly count: number; readonly lineHeight: number },
): LineSpan {
  const within = (line: number) => Math.min(count, Math.max(0, line));
  return {
    first: within(Math.floor(top / lineHeight) - OVERSCAN),
    end: within(Math.ceil((top + height) / lineHeight) + OVERSCAN),
  };
}

/** Which lines are visible. All have one height, so this is arithmetic, however many there are. */
export function useLinesInView({ body, count, lineHeight }: UseVirtualLinesOptions) {
  const scroller = useScroller();
  const { height: pageHeight } = useElementSize(scroller);
  const margin = ref(0);
  const scrolled = ref(0);
  const span = shallowRef<LineSpan>({ first: 0, end: 0 });
  const { isPending: scrolling, start: waitForRest } = useTimeoutFn(() => undefined, REST_MS, {
    immediate: false,
  });

  /** Content above the lines moves them: notices come and go. */
  function measure(): void {
    if (scroller.value === null || body.value === null) return;
    const top = body.value.getBoundingClientRect().top - scroller.value.getBoundingClientRect().top;
    margin.value = Math.round(top + scroller.value.scrollTop);
    scrolled.value = scroller.value.scrollTop;
  }
  // Both have boxes: a page may stand in an element that has none, and then resizes unseen.
  useResizeObserver(
    computed(() => scroller.value?.firstElementChild as HTMLElement | null | undefined),
    measure,
  );
  useResizeObserver(
    computed(() => body.value?.closest<HTMLElement>('.page')),
    measure,
  );
  useEventListener(
    scroller,
    'scroll',
    () => {
      scrolled.value = scroller.value?.scrollTop ?? 0;
      waitForRest();
    },
    { passive: true },
  );
  watch(
    () =>
      linesInView(scrolled.value - margin.value, pageHeight.value, { count: count(), lineHeight }),
    (found) => {
      if (found.first !== span.value.first || found.end !== span.value.end) span.value = found;
    },
    { immediate: true, flush: 'sync' },
  );
  const bodyHeight = computed(() => `${String(count() * lineHeight)}px`);
  const bodyStyle = computed(() => ({ height: bodyHeight.value }));
  return { span, bodyStyle, scrolling };
}

/** Lines of equal height in the scrolling page, of which only the visible ones are rendered. */
export function useVirtualLines({
  keyOf,
  ...options
}: UseVirtualLinesOptions & { readonly keyOf: (index: number) => string | number }) {
  const { span, bodyStyle } = useLinesInView(options);
  const lines = computed(() => {
    const { first, end } = span.value;
    return Array.from({ length: end - first }, (_, place) => ({
      index: first + place,
      key: String(keyOf(first + place)),
      style: `transform: translateY(${String((first + place) * options.lineHeight)}px)`,
    }));
  });
  return { lines, bodyStyle };
}
