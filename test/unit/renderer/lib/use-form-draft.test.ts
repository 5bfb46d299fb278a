// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, ref, type App } from 'vue';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../../contract/result.ts';
import { i18n } from '../../../../renderer/app/i18n.ts';
import { useFormDraft } from '../../../../renderer/lib/use-form-draft.ts';

interface Rule {
  above: number;
  minutes: number;
}

interface Draft {
  above: string;
  minutes: string;
}

const schema = z.strictObject({ above: z.number().max(100), minutes: z.int().min(1) });
const refused = fail({ code: 'disk-full', message: 'The disk is full.', hint: '' });

let app: App;
const stored = ref<Rule>({ above: 90, minutes: 15 });
/** What was sent and waits for its answer, oldest first. */
let sent: { value: Rule; answer: (result: Result<unknown>) => Promise<void> }[];
let use: ReturnType<typeof useFormDraft<Draft, Rule>>;
let form: HTMLElement;

const input = (name: keyof Draft): HTMLInputElement =>
  form.querySelector<HTMLInputElement>(`[name=${name}]`) ?? expect.fail(`no field ${name}`);
const draftOf = ({ above, minutes }: Rule): Draft => ({
  above: String(above),
  minutes: String(minutes),
});

/** Types into a field, which then has the focus. */
async function type(name: keyof Draft, text: string): Promise<void> {
  input(name).focus();
  use.draft.value[name] = text;
  await nextTick();
}

async function leave(): Promise<void> {
  (document.activeElement as HTMLElement).blur();
  await nextTick();
}

/** Main has stored a value and sends it. */
async function store(value: Rule): Promise<void> {
  stored.value = value;
  await nextTick();
}

beforeEach(() => {
  sent = [];
  stored.value = { above: 90, minutes: 15 };
  const root = document.body.appendChild(document.createElement('div'));
  app = createApp({
    setup() {
      use = useFormDraft<Draft, Rule>({
        stored: () => stored.value,
        draftOf,
        parse: ({ above, minutes }) =>
          schema.safeParse({ above: Number(above), minutes: Number(minutes) }),
        store: (value) =>
          new Promise((resolve) => {
            sent.push({
              value,
              answer: async (result) => {
                if (result.ok) stored.value = value;
                resolve(result);
                await nextTick();
                await nextTick();
              },
            });
          }),
      });
      return () =>
        h('div', use.form, [h('input', { name: 'above' }), h('input', { name: 'minutes' })]);
    },
  });
  app.use(i18n).mount(root);
  form = root.firstElementChild as HTMLElement;
});

afterEach(() => {
  app.unmount();
  document.body.replaceChildren();
});

describe('useFormDraft', () => {
  it('sends nothing between fields, and everything once when the form loses the focus', async () => {
    await type('above', '91');
    await type('minutes', '16');
    expect(sent).toEqual([]);
    await leave();
    expect(sent.map(({ value }) => value)).toEqual([{ above: 91, minutes: 16 }]);
  });

  it('sends on Enter, and not again when the form loses the focus', async () => {
    await type('above', '91');
    input('above').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await leave();
    expect(sent).toHaveLength(1);
  });

  it('shows for a while that it was stored', async () => {
    vi.useFakeTimers();
    try {
      await type('above', '91');
      await leave();
      expect(use.saved.value).toBe(false);
      await sent[0]?.answer(ok(null));
      expect(use.saved.value).toBe(true);
      vi.advanceTimersByTime(4000);
      expect(use.saved.value).toBe(false);
      await type('above', '92');
      await leave();
      await sent[1]?.answer(refused);
      expect(use.saved.value).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  it('useFormDraft ignores Enter that ends a composition', async () => {
    await type('above', '91');
    const enter = { key: 'Enter', bubbles: true, isComposing: true };
    input('above').dispatchEvent(new KeyboardEvent('keydown', enter));
    expect(sent).toEqual([]);
  });

  it('keeps input typed while the previous save is answered', async () => {
    await type('above', '91');
    await leave();
    await type('minutes', '1');
    await sent[0]?.answer(ok(null));
    expect(use.draft.value).toEqual({ above: '91', minutes: '1' });
    await type('minutes', '16');
    await leave();
    expect(sent.at(-1)?.value).toEqual({ above: 91, minutes: 16 });
  });

  it('keeps a focused or unsaved field, whatever main stores', async () => {
    input('above').focus();
    await store({ above: 70, minutes: 5 });
    expect(use.draft.value.above).toBe('90');
    await leave();
    expect(use.draft.value).toEqual({ above: '70', minutes: '5' });
    await type('above', 'x');
    await leave();
    await store({ above: 60, minutes: 5 });
    expect(use.draft.value.above).toBe('x');
  });

  it('sends no invalid draft, shows why, and checks again while typing', async () => {
    await type('above', '101');
    expect(use.problems.value).toEqual({});
    await leave();
    expect(sent).toEqual([]);
    expect(use.problems.value).toEqual({ above: 'At most 100.' });
    await type('above', '99');
    expect(use.problems.value).toEqual({});
  });

  it('keeps a refused draft, shows why, and sends it again when the form loses the focus again', async () => {
    await type('above', '91');
    await leave();
    await sent[0]?.answer(refused);
    expect([use.draft.value.above, use.error.value?.code]).toEqual(['91', 'disk-full']);
    input('above').focus();
    await leave();
    await sent[1]?.answer(ok(null));
    expect([use.draft.value.above, use.error.value]).toEqual(['91', null]);
  });

  it('restores the old value if it is typed again during a save', async () => {
    await type('above', '91');
    await leave();
    await type('above', '90');
    await leave();
    expect(sent.map(({ value }) => value.above)).toEqual([91, 90]);
    await sent[0]?.answer(ok(null));
    await sent[1]?.answer(ok(null));
    expect(use.draft.value.above).toBe('90');
  });

  it('formats a stored value once the form loses the focus', async () => {
    await type('above', '91.50');
    await leave();
    await sent[0]?.answer(ok(null));
    expect(use.draft.value.above).toBe('91.5');
  });

  it('returns to the stored value on Escape', async () => {
    await type('above', '101');
    await leave();
    input('above').focus();
    input('above').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect([use.draft.value.above, use.problems.value]).toEqual(['90', {}]);
    await leave();
    expect(sent).toEqual([]);
  });

  it('sends a valid draft when its page is left', async () => {
    await type('above', '91');
    app.unmount();
    expect(sent.map(({ value }) => value.above)).toEqual([91]);
  });

  it('sends nothing while the window is in the background', async () => {
    await type('above', '91');
    const background = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    await leave();
    background.mockRestore();
    expect(sent).toEqual([]);
  });
});
