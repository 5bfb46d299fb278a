import { inject, type InjectionKey, type ShallowRef } from 'vue';

/** The element that scrolls the page, for virtual lists in it. */
export const scrollerKey: InjectionKey<Readonly<ShallowRef<HTMLElement | null>>> =
  Symbol('scroller');

/** The element that scrolls the page. Throws outside the frame. */
export function useScroller(): Readonly<ShallowRef<HTMLElement | null>> {
  const scroller = inject(scrollerKey);
  if (scroller === undefined) throw new Error('useScroller: used outside the frame');
  return scroller;
}
