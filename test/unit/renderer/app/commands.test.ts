import { describe, expect, it } from 'vitest';
import { findCommands, type Command } from '../../../../renderer/app/commands.ts';

describe('findCommands', () => {
  const commands = ['Overview', 'web-02', 'old web', 'reweb', 'Settings'].map((label): Command => ({
    id: label,
    kind: 'host',
    label,
    run: () => undefined,
  }));
  const found = (text: string) => findCommands(commands, text).map(({ label }) => label);

  it('lists matches at the start first', () => {
    expect(found('web')).toEqual(['web-02', 'old web', 'reweb']);
    expect(found('WEB old')).toEqual(['old web']);
    expect(found('nothing')).toEqual([]);
    expect(found('w2')).toEqual(['web-02']);
    expect(found('ow')).toEqual(['Overview', 'old web']);
    expect(found(' ')).toHaveLength(5);
  });
});
