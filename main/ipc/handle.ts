import type { IpcMain } from 'electron';
import { z } from 'zod';
import { REQUEST_CHANNELS } from '../../contract/bridge.ts';
import {
  type RequestName,
  isSecret,
  REQUESTS,
  type ParsedInput,
  type RequestOutput,
} from '../../contract/requests.ts';
import { AppFailure, type AppError } from '../../contract/errors.ts';
import { fail, type Result } from '../../contract/result.ts';
import { describeFault, type Logger } from '../../platform/log/log.ts';
import { isTrustedSender } from './sender.ts';

/** Where handlers are registered and failures are logged. */
export interface HandleContext {
  ipcMain: Pick<IpcMain, 'handle'>;
  logger: Logger;
}

/**
 * Answers one request of the renderer. A foreign sender or an invalid input is refused before `answer` sees it.
 * Failures are returned as values, because an exception would lose its code on the way.
 */
export function handleRequest<K extends RequestName>(
  { ipcMain, logger }: HandleContext,
  name: K,
  answer: (input: ParsedInput<K>) => Promise<Result<RequestOutput<K>>>,
): void {
  ipcMain.handle(
    REQUEST_CHANNELS[name],
    async (event, input: unknown): Promise<Result<RequestOutput<K>>> => {
      if (!isTrustedSender(event)) {
        logger.warn('refused a request of a foreign sender', { request: name });
        return fail(FORBIDDEN);
      }
      const parsed = REQUESTS[name].input.safeParse(input);
      if (!parsed.success) return fail(invalidInput(name, parsed.error));
      try {
        return await answer(parsed.data as ParsedInput<K>);
      } catch (error) {
        return fail(asAppError(error, name, logger));
      }
    },
  );
}

const FORBIDDEN: AppError = {
  code: 'forbidden-sender',
  message: 'This page may not ask the app for anything.',
  hint: 'Only the app\u2019s own window may.',
};

/** The most characters about an invalid input: each unknown name in it would be repeated. */
const LONGEST_PROBLEMS = 1000;

function invalidInput(name: RequestName, error: z.ZodError): AppError {
  const problems = isSecret(name) ? withoutInput(error) : z.prettifyError(error);
  return {
    code: 'invalid-input',
    message: `The request ${name} is not valid: ${problems.slice(0, LONGEST_PROBLEMS)}`,
    hint: 'Correct the values named.',
  };
}

/** What is wrong, without repeating anything from the input, not even an unknown name. */
function withoutInput({ issues }: z.ZodError): string {
  return issues
    .map(({ code, path, message }) =>
      [path.join('.'), code === 'unrecognized_keys' ? 'has a field that is not known' : message]
        .filter((part) => part !== '')
        .join(' '),
    )
    .join('; ');
}

function asAppError(error: unknown, name: string, logger: Logger): AppError {
  if (error instanceof AppFailure) return error.error;
  logger.error('a request failed unexpectedly', { request: name, detail: describeFault(error) });
  return {
    code: 'internal',
    message: `Something went wrong inside (${name}).`,
    hint: 'Try again; the log has the details.',
  };
}
