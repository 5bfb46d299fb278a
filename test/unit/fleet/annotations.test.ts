import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { annotationInputSchema, MOST_ANNOTATIONS } from '../../../contract/annotations.ts';
import { openTestEngine, TestClock, type TestEngine } from '../../support/test-engine.ts';

const NOW = 1_700_000_000;
const WEB = { sourceId: 'default', hostname: 'web-01' };
const DB = { sourceId: 'default', hostname: 'db-01' };
const clock = new TestClock(NOW);
let opened: TestEngine;

beforeEach(() => {
  clock.set(NOW);
  opened = openTestEngine([], clock, { author: 'ana@desk' });
});
afterEach(() => opened.dispose());

const save = (input: Partial<z.input<typeof annotationInputSchema>>) =>
  opened.engine.answers.annotations.save(
    annotationInputSchema.parse({ host: null, at: NOW, text: 'Deployed', ...input }),
  );
const texts = (from: number, to: number, host?: typeof WEB) =>
  opened.engine.answers.annotations
    .list({ from, to, ...(host === undefined ? {} : { host }) })
    .map(({ text }) => text);

describe('Annotations', () => {
  it('keeps what was written, by whom and when, over a restart', async () => {
    const saved = save({ host: WEB, at: NOW - 60, endedAt: NOW, text: ' Two\nlines ' });
    expect(saved).toMatchObject({
      host: WEB,
      at: NOW - 60,
      endedAt: NOW,
      text: 'Two\nlines',
      author: 'ana@desk',
      updatedAt: NOW,
    });
    await opened.reopen();
    expect(opened.engine.answers.annotations.list({ from: 0, to: NOW })).toEqual([saved]);
  });

  it('lists those that overlap the range, oldest first; for a host also those of the fleet', () => {
    save({ at: NOW - 100, endedAt: NOW - 50, text: 'rollout' });
    save({ host: WEB, at: NOW - 200, text: 'web' });
    save({ host: DB, at: NOW - 60, text: 'db' });
    expect(texts(0, NOW)).toEqual(['web', 'rollout', 'db']);
    expect(texts(0, NOW, WEB)).toEqual(['web', 'rollout']);
    expect(texts(NOW - 70, NOW - 65)).toEqual(['rollout']);
    expect(texts(NOW - 200, NOW - 200)).toEqual(['web']);
    expect(texts(NOW - 49, NOW)).toEqual([]);
  });

  it('an edited one keeps its id and its first author', async () => {
    const first = save({ text: 'before' });
    const { id } = first;
    await opened.reopen();
    clock.advance(60);
    const second = save({ id, text: 'after', at: NOW - 5 });
    expect(second).toEqual({ ...first, text: 'after', at: NOW - 5, updatedAt: NOW + 60 });
    expect(texts(0, NOW)).toEqual(['after']);
  });

  it('deletes one; a missing one is no error', () => {
    const { id } = save({});
    opened.engine.answers.annotations.remove(id);
    opened.engine.answers.annotations.remove(id);
    expect(texts(0, NOW)).toEqual([]);
  });

  it('reports each change to the windows', async () => {
    const revisions: number[] = [];
    await opened.dispose();
    opened = openTestEngine([], clock, { onFleetChanged: (revision) => revisions.push(revision) });
    const { id } = save({});
    opened.engine.answers.annotations.remove(id);
    expect(revisions).toHaveLength(2);
  });

  it('hides those on hosts of a source that is gone', () => {
    save({ host: { sourceId: 'elsewhere', hostname: 'web-01' } });
    expect(texts(0, NOW)).toEqual([]);
  });

  it('removes control characters and direction marks', () => {
    expect(save({ text: 'a\u001b[31mb\u202ec' }).text).toBe('abc');
  });

  it('returns the newest of too many', () => {
    for (let i = 0; i <= MOST_ANNOTATIONS; i += 1) save({ at: NOW + i, text: `note ${String(i)}` });
    const found = texts(0, NOW + 10_000);
    expect(found).toHaveLength(MOST_ANNOTATIONS);
    expect(found[0]).toBe('note 1');
  });

  it.each([
    { text: ' ' },
    { text: 'x'.repeat(501) },
    { endedAt: NOW },
    { id: 'web' },
    { at: -1 },
    { host: { sourceId: 'default' } },
    { author: 'me' },
  ])('refuses %j', (wrong) => {
    const input = { host: null, at: NOW, text: 'x', ...wrong };
    expect(annotationInputSchema.safeParse(input).success).toBe(false);
  });
});
