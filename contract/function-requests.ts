import { z } from 'zod';
import type {
  FunctionArguments,
  FunctionComparison,
  FunctionHistory,
  FunctionList,
  FunctionRunDetail,
  FunctionRunPage,
  FunctionTableState,
  FunctionsThen,
} from './functions.ts';
import {
  hostRef,
  inOrder,
  nothing,
  output,
  range,
  sourceRef,
  withinReach,
  type RequestSpec,
} from './request-spec.ts';
import type { Settings } from './settings.ts';

const functionScope = { ...range, hosts: z.array(z.strictObject(hostRef)).max(5000).optional() };

const side = z
  .strictObject(functionScope)
  .refine(...inOrder)
  .refine(...withinReach);

/** About runs of the py-perf library. Answered by `worker/handlers/functions.ts`. */
export const FUNCTION_REQUESTS = {
  functionList: {
    input: z
      .strictObject(functionScope)
      .refine(...inOrder)
      .refine(...withinReach),
    output: output<FunctionList>(),
  },
  /** One function over time. */
  functionHistory: {
    input: z
      .strictObject({ ...functionScope, name: z.string().min(1).max(1000) })
      .refine(...inOrder)
      .refine(...withinReach),
    output: output<FunctionHistory>(),
  },
  /** Two periods, or two hosts, by function. */
  functionCompare: {
    input: z.strictObject({ before: side, after: side }),
    output: output<FunctionComparison>(),
  },
  functionRuns: {
    input: z
      .strictObject({
        ...functionScope,
        offset: z.number().int().nonnegative().default(0),
        limit: z.number().int().min(1).max(1000).default(100),
      })
      .refine(...inOrder)
      .refine(...withinReach),
    output: output<FunctionRunPage>(),
  },
  functionRun: {
    input: z.strictObject({ key: z.number().int().nonnegative() }),
    output: output<FunctionRunDetail>(),
  },
  /** Arguments of a run's calls of a function, fetched from the source of the run and stored nowhere. */
  functionArguments: {
    input: z.strictObject({
      key: z.number().int().nonnegative(),
      name: z.string().min(1).max(1000),
    }),
    output: output<FunctionArguments>(),
  },
  /** The functions that ran on a host in the minute of a time (Unix seconds). */
  functionsThen: {
    input: z.strictObject({ ...hostRef, at: z.number().int().nonnegative() }),
    output: output<FunctionsThen>(),
  },
  /** How far the library's table of each source has been read, and the cost of reading it. */
  functionTables: { input: nothing, output: output<FunctionTableState[]>() },
  /** Reads a source's whole table in the background, or resumes, regardless of cost. */
  readFunctionTable: {
    input: z.strictObject({
      ...sourceRef,
      unitsPerSecond: z.number().int().min(1).max(10_000).default(100),
    }),
    output: output<FunctionTableState>(),
  },
  stopFunctionTable: { input: z.strictObject(sourceRef), output: output<FunctionTableState>() },
  /** Stops reading the folder at this index of the settings; runs read from it stay. */
  removeFunctionFolder: {
    input: z.strictObject({ index: z.number().int().min(0).max(19) }),
    output: output<Settings>(),
  },
} as const satisfies Record<string, RequestSpec>;
