import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProxyQuestions } from '../../../worker/proxy-questions.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('ProxyQuestions', () => {
  it('asks once a minute for each address, and returns the answer', async () => {
    const asked: [number, string][] = [];
    const proxies = new ProxyQuestions((id, address) => asked.push([id, address]));
    const first = proxies.resolve('https://a');
    const second = proxies.resolve('https://a');
    const other = proxies.resolve('https://b');
    proxies.answered(2, null);
    proxies.answered(1, 'http://proxy:3128');
    await expect(Promise.all([first, second, other])).resolves.toEqual([
      'http://proxy:3128',
      'http://proxy:3128',
      null,
    ]);
    vi.advanceTimersByTime(59_000);
    void proxies.resolve('https://a');
    expect(asked).toHaveLength(2);
    vi.advanceTimersByTime(1000);
    void proxies.resolve('https://a');
    expect(asked.at(-1)).toEqual([3, 'https://a']);
  });

  it('treats an unanswered question as "no proxy"', async () => {
    const proxies = new ProxyQuestions(() => undefined);
    const answer = proxies.resolve('https://a');
    vi.advanceTimersByTime(5000);
    await expect(answer).resolves.toBeNull();
  });
});
