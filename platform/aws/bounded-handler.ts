import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { HttpRequest } from '@smithy/core/protocols';
import { safeText } from '../../contract/safe-text.ts';
import { untilAborted } from '../until-aborted.ts';
import { BadAnswer } from './bad-answer.ts';

/** Bounds of one request to DynamoDB. */
export interface RequestLimits {
  /** Milliseconds for one attempt: connecting, headers and the whole body. */
  attemptMs: number;
  /** Milliseconds for a request with all its attempts, the waits between them, and the search for credentials. */
  totalMs: number;
  /** Bytes of the longest answer. */
  answerBytes: number;
}

/** DynamoDB answers with at most 16 MB (BatchGetItem); a line of 4 Mbit/s takes half a minute for that. */
export const REQUEST_LIMITS: RequestLimits = {
  attemptMs: 30_000,
  totalMs: 60_000,
  answerBytes: 16 * 1024 * 1024,
};

/** State shared by the attempts of one request. */
export interface RequestScope {
  /** Aborted when the request as a whole has taken too long. */
  readonly signal: AbortSignal;
  /** Whether the last attempt received a whole answer: later failures are then due to the answer. */
  answered: boolean;
}

/** The request that the current call belongs to. */
export const requestScope = new AsyncLocalStorage<RequestScope>();

type Handler = DynamoDBClient['config']['requestHandler'];

/** What Node's handler answers with; the SDK's types leave the body open. */
interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable | Uint8Array;
}

interface HandlerOptions {
  abortSignal?: AbortSignal;
}

/**
 * The SDK's own time-outs end with an answer's headers. This handler reads the body as well, within the limits of time
 * and size, and passes on only what can be an answer of DynamoDB: JSON, as it was sent (CRC32), from where it was
 * asked. Throws `BadAnswer`, and `TimeoutError` as the SDK names it.
 */
export function boundedHandler(inner: Handler, limits: RequestLimits): Handler {
  const handle = async (
    request: HttpRequest,
    options: HandlerOptions = {},
  ): Promise<{ response: Answer }> => {
    // The search for credentials may send requests of its own by the same handler, to STS or SSO, within the same
    // scope.
    const isOurs = request.headers['x-amz-target']?.startsWith('DynamoDB_') === true;
    const scope = requestScope.getStore();
    const attempt = new AbortController();
    const timer = setTimeout(() => {
      attempt.abort();
    }, limits.attemptMs);
    const signals = [attempt.signal, options.abortSignal, scope?.signal];
    const signal = AbortSignal.any(signals.filter((each) => each !== undefined));
    if (isOurs && scope !== undefined) scope.answered = false;
    let isWhole = false;
    try {
      const work: Promise<{ response: Answer }> = inner.handle(request, {
        ...options,
        abortSignal: signal,
      });
      const { response } = await untilAborted(work, signal);
      const body = await untilAborted(readBody(response.body, limits.answerBytes), signal);
      isWhole = true;
      if (isOurs) checkAnswer(response, body);
      response.body = body;
      if (isOurs && scope !== undefined) scope.answered = true;
      return { response };
    } catch (error) {
      if (isNoHttp(error)) {
        const problem = `it is not HTTP (${safeText((error as Error).message, 100)})`;
        throw new BadAnswer(problem, {
          cause: error,
          passing: true,
          ...(isOurs ? {} : { of: 'AWS' }),
        });
      }
      if (!attempt.signal.aborted || error instanceof BadAnswer) throw error;
      throw timedOut(`no whole answer in ${String(limits.attemptMs / 1000)} s`, error);
    } finally {
      clearTimeout(timer);
      // Ends the connection of an answer that was given up; after one that was read to its end it is used again.
      if (!isWhole) attempt.abort();
    }
  };
  // All else is as the client's own handler does it.
  return Object.assign(Object.create(inner) as Handler, {
    handle,
    destroy: () => inner.destroy?.(),
  });
}

/** Whether Node's parser (llhttp) rejected the answer: another protocol, or endless headers. */
function isNoHttp(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof code === 'string' && code.startsWith('HPE_');
}

/** An error that the SDK and `awsFailure` know for a time-out. */
export function timedOut(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: 'TimeoutError' });
}

/** The whole body of an answer. Throws `BadAnswer` if it exceeds `most` bytes. */
export async function readBody(stream: Answer['body'], most: number): Promise<Uint8Array> {
  if (stream instanceof Uint8Array) return stream;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream.
    if (size > most)
      throw new BadAnswer(`it is longer than ${String(Math.round(most / 1024 / 1024))} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const OPENING_BRACE = '{'.charCodeAt(0);
const OPENING_TAG = '<'.charCodeAt(0);
/** Space, tab, line feed, carriage return: allowed before JSON. */
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

function checkAnswer({ statusCode, headers }: Answer, body: Uint8Array): void {
  const status = `HTTP ${String(statusCode)}`;
  const passing = statusCode >= 500;
  if (statusCode >= 300 && statusCode < 400)
    throw new BadAnswer(`it leads to another address (${status})`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new BadAnswer(`it is encoded in a way that nobody asked for (${status})`);
  const first = body.find((byte) => !BLANKS.has(byte));
  if (first === undefined) throw new BadAnswer(`it is empty (${status})`, { passing });
  if (first === OPENING_TAG) throw new BadAnswer(`it is a web page (${status})`, { passing });
  const sum = headers['x-amz-crc32'];
  if (sum !== undefined && Number(sum) !== crc32(body))
    throw new BadAnswer('its checksum is another than that of its text', { passing: true });
  if (first !== OPENING_BRACE) throw new BadAnswer(`it is no JSON object (${status})`, { passing });
  if (statusCode === 200) return;
  if (statusCode < 300) throw new BadAnswer(`its status is ${status}`);
  checkError(body, status, passing);
}

/** DynamoDB's errors have a name; an answer without one is from an intermediary. */
function checkError(body: Uint8Array, status: string, passing: boolean): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw new BadAnswer(`it is no whole JSON (${status})`, { cause, passing });
  }
  const { __type: type, code } = parsed as { __type?: unknown; code?: unknown };
  if (typeof type !== 'string' && typeof code !== 'string')
    throw new BadAnswer(`it is an error without a name (${status})`, { passing });
}
