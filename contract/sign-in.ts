import { z } from 'zod';

/** A sign-in that waits for its user: they confirm the code in the browser. Holds no secret. */
export interface SignInPrompt {
  /** Names it in the requests that follow. */
  id: string;
  /** The profile whose session it is. */
  profile: string;
  /** The page that was opened; https. */
  address: string;
  /** What that page shows too. */
  userCode: string;
  /** Unix seconds after which the code is no longer taken. */
  expiresAt: number;
}

/** A code of a multi-factor device, as it is typed. The reason of a refusal gives the rule and never the value. */
export const mfaCodeSchema = z
  .string()
  .trim()
  .regex(/^\d{6}$/u, { error: 'must be 6 digits' });
