// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestInput, RequestOutput } from '../../../../contract/requests.ts';
import { fail, ok, type Result } from '../../../../contract/result.ts';
import { createQuery } from '../../../../renderer/stores/query.ts';
import { installBridge } from '../fake-bridge.ts';

type Trial = RequestOutput<'tryRule'>;

let answers: ((result: Result<Trial>) => void)[];

beforeEach(() => {
  answers = [];
  installBridge({
    tryRule: () =>
      new Promise((resolve) => {
        answers.push(resolve);
      }),
  });
});

const trial = (times: number): Result<Trial> => ok({ hosts: 1, times, fired: [] });
const rule = (above: number): RequestInput<'tryRule'> => ({
  metric: 'cpu',
  rule: { enabled: true, above, clearBelow: 40, forMinutes: 5 },
});

describe('a rule that is tried while it is typed', () => {
  it('shows the answer to the last request, however late an earlier answer arrives', async () => {
    const query = createQuery('tryRule');
    const first = query.load(rule(80));
    const second = query.load(rule(90));
    answers[1]?.(trial(2));
    await second;
    answers[0]?.(trial(7));
    await first;
    expect(query.data.value).toMatchObject({ times: 2 });
    expect(query.input.value).toEqual(rule(90));
    expect(query.loading.value).toBe(false);
  });

  it('shows no error of an earlier request, and nothing once there is no rule to try', async () => {
    const query = createQuery('tryRule');
    const first = query.load(rule(80));
    const second = query.load(rule(90));
    answers[0]?.(fail({ code: 'store-busy', message: 'no', hint: '' }));
    await first;
    expect(query.error.value).toBeNull();
    expect(query.loading.value).toBe(true);
    query.clear();
    answers[1]?.(trial(2));
    await second;
    expect([query.data.value, query.loading.value]).toEqual([null, false]);
  });
});
