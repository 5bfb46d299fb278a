import { z } from 'zod';

interface Prompt {
  /** Identifies it in later requests. */
  id: string;
  /** The profile of the session. */
  profile: string;
  /** When waiting ends, Unix seconds. */
  expiresAt: number;
}

/** A sign-in that the user confirms with the code in the browser. Contains no secret. */
export interface PagePrompt extends Prompt {
  /** The page that was opened; https. */
  address: string;
  /** The code, which that page shows too. */
  userCode: string;
}

/** A sign-in that only the AWS CLI can start: the user runs the command in a terminal. */
export interface CommandPrompt extends Prompt {
  command: string;
}

/** A sign-in that waits for its user. */
export type SignInPrompt = PagePrompt | CommandPrompt;

/** A typed code of a multi-factor device. The reason of a refusal gives the rule and never the value. */
export const mfaCodeSchema = z
  .string()
  .trim()
  .regex(/^\d{6}$/u, { error: 'must be 6 digits' });
