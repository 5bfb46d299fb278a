import { afterEach, describe, expect, it, vi } from 'vitest';
import { appFailure } from '../../../contract/errors.ts';
import { askForCode } from '../../../cli/mfa-prompt.ts';

const taken = vi.hoisted(() => ({ codes: [] as string[], good: '123456' }));
vi.mock('../../../platform/aws/mfa.ts', () => ({
  beginMfaSession: (_: string, code: string) => {
    taken.codes.push(code);
    return code === taken.good
      ? Promise.resolve()
      : Promise.reject(appFailure('mfa-needed', 'It was refused.', ''));
  },
}));

afterEach(() => {
  taken.codes = [];
  vi.restoreAllMocks();
});

/** Answers with these lines, then with the end of the input. */
function answers(...lines: string[]) {
  const questions: string[] = [];
  const ask = (question: string): Promise<string | null> => {
    questions.push(question);
    return Promise.resolve(lines.shift() ?? null);
  };
  return { ask, questions };
}

const ROLE = { profile: 'fleet', serial: 'arn:aws:iam::1:mfa/anna\u001b[2J' };

describe('askForCode', () => {
  it('asks again with the reason until a code is accepted', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { ask, questions } = answers('1234', '000000', ' 123456 ');
    await askForCode(ROLE, ask);
    expect(taken.codes).toEqual(['000000', '123456']);
    expect(written.mock.calls.flat()).toEqual(['A code has 6 digits.\n', 'It was refused.\n']);
    expect(questions[0]).toBe('MFA code of arn:aws:iam::1:mfa/anna for the profile fleet: ');
  });

  it('gives up after three codes', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { ask, questions } = answers('1', '2', '3', '123456');
    await expect(askForCode(ROLE, ask)).rejects.toMatchObject({ error: { code: 'mfa-needed' } });
    expect(questions).toHaveLength(3);
  });

  it.each([[[]], [['']]])('ends where no code comes: %j', async (lines) => {
    await expect(askForCode(ROLE, answers(...lines).ask)).rejects.toMatchObject({
      error: { message: 'No code was entered for the profile "fleet".' },
    });
  });
});
