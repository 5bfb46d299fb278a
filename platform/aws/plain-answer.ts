/**
 * Reads of many items, whose answers become plain values while they are read. The SDK goes over an answer three times, and makes two
 * objects of each attribute: for two minutes of 10,000 hosts that was half of a second of the processor, and as much garbage.
 */
import {
  BatchGetCommand,
  QueryCommand,
  ScanCommand,
  type BatchGetCommandInput,
  type QueryCommandInput,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { BadAnswer } from './bad-answer.ts';

type Fields = Record<string, unknown>;

/** The answer from the SDK's handler; `boundedHandler` has read its body. */
interface RawAnswer {
  statusCode: number;
  body: Uint8Array;
}

type Next = (args: object) => Promise<{ response: unknown; output: Fields }>;

interface Stack {
  addRelativeTo: (
    middleware: (next: Next) => Next,
    options: { name: string; relation: 'before' | 'after'; toMiddleware: string; override: true },
  ) => void;
}

/** The SDK puts a command's own middleware into the stack twice: the second takes the place of the first. */
const AT_SDK_READS = { toMiddleware: 'deserializerMiddleware', override: true } as const;
/** The remainder for the SDK to read. */
const NOTHING = new TextEncoder().encode('{}');

/**
 * `{"N":"1.5"}` and `{"S":"text"}`, as most attributes are written. Within a text a quotation mark has a backslash before it, so
 * nothing but an object can begin like this. What is written otherwise stays an object, and is read as one.
 */
const SIMPLE = /\{"(?:N":"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)"|S":("[^"\\]*"))\}/gu;
/** UTF-16 code units of `{"N":""}` and of `{"S":}`. */
const AROUND_NUMBER = 8;
const AROUND_TEXT = 6;

/** A page of a table: `ScanCommand`, read in one go. */
export class PlainScan extends ScanCommand {
  // Nothing is left for the SDK to make plain.
  protected override readonly outputKeyNodes = {} as ScanCommand['outputKeyNodes'];

  constructor(input: ScanCommandInput) {
    super(input);
    readPlain(this);
  }
}

/** A page of a partition: `QueryCommand`, read in one go. */
export class PlainQuery extends QueryCommand {
  protected override readonly outputKeyNodes = {} as QueryCommand['outputKeyNodes'];

  constructor(input: QueryCommandInput) {
    super(input);
    readPlain(this);
  }
}

/** Items by their keys: `BatchGetCommand`, read in one go. */
export class PlainBatchGet extends BatchGetCommand {
  protected override readonly outputKeyNodes = {} as BatchGetCommand['outputKeyNodes'];

  constructor(input: BatchGetCommandInput) {
    super(input);
    readPlain(this);
  }
}

/** Takes a good answer out of the SDK's hands; errors it reads itself. */
function readPlain(command: { readonly middlewareStack: unknown }): void {
  const stack = command.middlewareStack as Stack;
  let answer: Fields | null = null;
  stack.addRelativeTo(
    (next) => async (args) => {
      answer = null;
      const result = await next(args);
      const response = result.response as RawAnswer;
      if (response.statusCode === 200) {
        answer = plainAnswer(Buffer.from(response.body).toString());
        response.body = NOTHING;
      }
      return result;
    },
    { name: 'readPlainAnswer', relation: 'after', ...AT_SDK_READS },
  );
  stack.addRelativeTo(
    (next) => async (args) => {
      const result = await next(args);
      return { ...result, output: { ...answer, ...result.output } };
    },
    { name: 'givePlainAnswer', relation: 'before', ...AT_SDK_READS },
  );
}

/**
 * An answer of Scan, Query or BatchGetItem with all attributes as plain values: numbers as JS numbers, sets as `Set`, binary as
 * `Uint8Array`. Throws `SyntaxError`, and `BadAnswer` where an attribute has no type, or another than DynamoDB's.
 */
export function plainAnswer(text: string): Fields {
  const shorter = text.replace(SIMPLE, '$1$2');
  const answer = JSON.parse(shorter) as Fields;
  const reader = new AttributeReader();
  reader.items(answer['Items']);
  if (answer['LastEvaluatedKey'] !== undefined) reader.item(answer['LastEvaluatedKey']);
  for (const items of valuesOf(answer['Responses'])) reader.items(items);
  for (const table of valuesOf(answer['UnprocessedKeys']))
    reader.items((table as Fields | null)?.['Keys']);
  // Each plain value that was met must be one that had a type before.
  if (reader.untyped !== text.length - shorter.length) throw untyped();
  return answer;
}

function valuesOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** Makes attributes plain, in place. */
class AttributeReader {
  /** Code units that were taken from around the plain values that were met. */
  untyped = 0;

  /** Anything but a list of items is left to the check of the answer. */
  items(items: unknown): void {
    if (Array.isArray(items)) for (const item of items) this.item(item);
  }

  item(item: unknown): void {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return;
    const attributes = item as Fields;
    for (const name in attributes) {
      const value = attributes[name];
      if (typeof value === 'number') this.untyped += AROUND_NUMBER;
      else attributes[name] = this.#plain(value);
    }
  }

  #plain(attribute: unknown): unknown {
    if (typeof attribute === 'number') {
      this.untyped += AROUND_NUMBER;
      return attribute;
    }
    if (typeof attribute === 'string') {
      this.untyped += AROUND_TEXT;
      return attribute;
    }
    if (typeof attribute !== 'object' || attribute === null) throw untyped();
    const [type, another] = Object.keys(attribute);
    if (type === undefined || another !== undefined) throw untyped();
    return this.#typed(type, (attribute as Fields)[type]);
  }

  #typed(type: string, value: unknown): unknown {
    if (type === 'L' && Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1)
        value[index] = this.#plain(value[index]);
      return value;
    }
    if (type === 'M' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      this.item(value);
      return value;
    }
    if (type === 'S' && typeof value === 'string') return value;
    if (type === 'N' && typeof value === 'string') return Number(value);
    if (type === 'BOOL' && typeof value === 'boolean') return value;
    if (type === 'NULL' && value === true) return null;
    if (type === 'B' && typeof value === 'string') return binary(value);
    if (type === 'SS') return new Set(textsOf(value));
    if (type === 'NS') return new Set(textsOf(value).map(Number));
    if (type === 'BS') return new Set(textsOf(value).map(binary));
    throw untyped();
  }
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw untyped();
  return value;
}

function binary(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function untyped(): BadAnswer {
  return new BadAnswer('one of its attributes is of no type that DynamoDB has');
}
