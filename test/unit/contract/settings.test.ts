import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../contract/settings.ts';

describe('settings', () => {
  it('settings are complete from nothing', () => {
    const settings = settingsSchema.parse({});
    expect(settings.sources).toHaveLength(1);
    expect(settings.sync.intervalSeconds).toBe(120);
    expect(settings.collector.enabled).toBe(false);
  });

  it('refuse two sources with the same id, and unknown keys', () => {
    const source = { id: 'a', name: 'A' };
    expect(settingsSchema.safeParse({ sources: [source, source] }).success).toBe(false);
    expect(settingsSchema.safeParse({ colour: 'red' }).success).toBe(false);
  });
});
