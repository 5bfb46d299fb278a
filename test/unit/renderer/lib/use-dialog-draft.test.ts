// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp, nextTick, ref, type App } from 'vue';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../../contract/result.ts';
import { useDialogDraft } from '../../../../renderer/lib/use-dialog-draft.ts';
import { i18n } from '../../../../renderer/app/i18n.ts';

interface Draft {
  name: string;
  size: number;
}

const schema = z.strictObject({ name: z.string(), size: z.number().max(100) });

let app: App;
let stored: Draft[];
let answer: Result<unknown>;
const open = ref(false);

/** A dialog on a draft whose `name` is needed, and whose `size` is 100 at most. */
function dialog() {
  const given: { use?: ReturnType<typeof useDialogDraft<Draft, Draft>> } = {};
  app = createApp({
    setup() {
      given.use = useDialogDraft<Draft, Draft>({
        open,
        fresh: () => ({ name: '', size: 1 }),
        parse: (draft) => schema.safeParse(draft),
        refuse: ({ name }) => (name === '' ? { name: 'needed' } : {}),
        store: (value) => {
          stored.push(value);
          return Promise.resolve(answer);
        },
      });
      return () => null;
    },
  });
  app.use(i18n).mount(document.createElement('div'));
  if (given.use === undefined) throw new Error('the dialog was not set up');
  return given.use;
}

beforeEach(() => {
  stored = [];
  answer = ok(null);
  open.value = true;
});

afterEach(() => {
  app.unmount();
});

describe('the draft of a dialog', () => {
  it('the draft of a dialog is checked on Save, and then at every change after an error', async () => {
    const { draft, problems, save } = dialog();
    draft.value.size = 500;
    await nextTick();
    expect(problems.value).toEqual({});
    await save();
    expect(Object.keys(problems.value).toSorted()).toEqual(['name', 'size']);
    draft.value.name = 'db';
    await nextTick();
    expect(Object.keys(problems.value)).toEqual(['size']);
    draft.value.size = 50;
    await nextTick();
    expect(problems.value).toEqual({});
    expect([stored, open.value]).toEqual([[], true]);
  });

  it('closes its dialog once it is stored', async () => {
    const { draft, save } = dialog();
    draft.value.name = 'db';
    await save();
    expect([stored, open.value]).toEqual([[{ name: 'db', size: 1 }], false]);
  });

  it('stays with the reason if it was not stored, and resets when it is opened again', async () => {
    const { draft, problems, error, save } = dialog();
    answer = fail({ code: 'disk-full', message: 'The disk is full.', hint: '' });
    draft.value.name = 'db';
    await save();
    expect([error.value?.code, open.value, draft.value.name]).toEqual(['disk-full', true, 'db']);
    open.value = false;
    await nextTick();
    open.value = true;
    await nextTick();
    expect([draft.value.name, problems.value, error.value]).toEqual(['', {}, null]);
  });
});
