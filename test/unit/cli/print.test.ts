import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { print, say, tell } from '../../../cli/print.ts';

const CLI = join(import.meta.dirname, '../../../cli');

it('lines for people are made safe, their breaks stay; what programs read goes out as it is', () => {
  const written: string[] = [];
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => written.push(String(text)) > 0),
  );
  say('a\u001b[2J\nb\u202e\n');
  tell('c\u009b31m\n');
  print('d\r\n');
  for (const spy of spies) spy.mockRestore();
  expect(written).toEqual(['a\nb\n', 'c\n', 'd\r\n']);
});

it('no other file of the command line writes to a stream itself', () => {
  const writing = globSync('**/*.ts', { cwd: CLI }).filter((file) =>
    /\bstd(?:out|err)\.write\b/u.test(readFileSync(join(CLI, file), 'utf8')),
  );
  expect(writing).toEqual(['print.ts']);
});
