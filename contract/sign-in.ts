import { z } from 'zod';

interface Prompt {
  /** Names it in the requests that follow. */
  id: string;
  /** The profile whose session it is. */
  profile: string;
  /** Unix seconds after which it is no longer waited for. */
  expiresAt: number;
}

/** A sign-in whose user confirms the code in the browser. Holds no secret. */
export interface PagePrompt extends Prompt {
  /** The page that was opened; https. */
  address: string;
  /** What that page shows too. */
  userCode: string;
}

/** A sign-in that only the AWS CLI can begin: its user runs the command in a terminal. */
export interface CommandPrompt extends Prompt {
  command: string;
}

/** A sign-in that waits for its user. */
export type SignInPrompt = PagePrompt | CommandPrompt;

/** A code of a multi-factor device, as it is typed. The reason of a refusal gives the rule and never the value. */
export const mfaCodeSchema = z
  .string()
  .trim()
  .regex(/^\d{6}$/u, { error: 'must be 6 digits' });
