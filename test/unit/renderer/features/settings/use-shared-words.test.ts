// @vitest-environment happy-dom
import { createPinia } from 'pinia';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, h, type App } from 'vue';
import { i18n } from '../../../../../renderer/app/i18n.ts';
import { useSharedWords } from '../../../../../renderer/features/settings/use-shared-words.ts';

let app: App;
let words: ReturnType<typeof useSharedWords>;
/** Thin spaces as spaces. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/gu, ' ');
const value = (path: string, of: Parameters<typeof words.valueWords>[1]): string =>
  plain(words.valueWords(path, of));

beforeAll(() => {
  app = createApp({
    setup() {
      words = useSharedWords();
      return () => h('div');
    },
  });
  app.use(createPinia()).use(i18n).mount(document.createElement('div'));
});
afterAll(() => {
  app.unmount();
});

describe('useSharedWords', () => {
  it('names rules and overrides by their subject', () => {
    expect(words.fieldWords('rule/cpu/limits')).toBe('Rule · CPU');
    expect(words.fieldWords('rule/offline/afterMinutes')).toBe('Rule · Offline · After');
    expect(words.fieldWords('override/label:rack%2F3/memory')).toBe(
      'Override · Label rack/3 · Memory',
    );
    expect(words.fieldWords('label/web-01/production')).toBe('Label · web-01 · production');
  });

  it('shows the values of rules with their units', () => {
    expect(value('rule/cpu/limits', { above: 90, clearBelow: 80 })).toBe(
      'At or above 90 %, Clears below 80 %',
    );
    expect(value('rule/cpu/forMinutes', 15)).toBe('15 min');
    expect(value('rule/slower/limits', { percent: 25 })).toBe('Longer by 25 %');
    const rule = { enabled: true, above: 95, clearBelow: 90, forMinutes: 30 };
    expect(value('override/host:db-01/memory', rule)).toBe('≥ 95 % for 30 min');
    expect(value('override/host:db-01/offline', { enabled: false })).toBe('off');
  });

  it('shows that something exists, or was removed', () => {
    expect(value('override/label:production', true)).toBe('stays');
    expect(value('label/web-01/production', true)).toBe('stays');
    expect(value('rule/cpu/enabled', true)).toBe('on');
    expect(value('override/label:production', null)).toBe('removed');
  });

  it('shows refused values and reasons in the page’s words', () => {
    const disk = {
      field: 'rule/disk',
      reason: 'clearBelow: must not be above the threshold',
      why: { kind: 'schema', at: ['clearBelow'], reason: { key: 'clearBelow' } },
    } as const;
    const label = { field: 'label/web-01', reason: 'has over 20 labels' } as const;
    expect(words.problemWords(disk)).toBe(
      'Ignored: Rule · Disk (fullest) · Clears below: Must not be above the threshold.',
    );
    expect(words.problemWords({ ...label, why: { kind: 'too-many', most: 20 } })).toBe(
      'Ignored: Label · web-01: More than 20: the last are left out.',
    );
    expect(words.problemWords({ ...label, why: { kind: 'no-host' } })).toBe(
      'Ignored: Label · web-01: This is no host.',
    );
  });

  it('shows unknown fields as they are', () => {
    expect(words.fieldWords('quota/cpus/soft')).toBe('quota · cpus · soft');
    expect(value('quota/cpus/soft', { a: [1, 'x'], b: null })).toBe('a 1, x, b removed');
    expect(value('override/label:a/memory', { above: 'much' })).toBe('At or above much');
  });
});
