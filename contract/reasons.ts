/**
 * Reasons of refusals by schemas in `contract/`, beyond zod's own codes: each reason by its key, with the
 * English text for the command line and the log. The page has a text for each key in every language.
 */
export const REASONS = {
  clearBelow: 'must not be above the threshold',
  clearAbove: 'must not be below the threshold',
  timeOfDay: 'must be a time of day, e.g. 22:00',
  oneDay: 'must name at least one day',
  daysDiffer: 'must name each day once',
  afterStart: 'must be after the start',
  timeZone: 'must be a time zone, e.g. Europe/Berlin',
  address: 'must be an http:// or https:// address, e.g. http://127.0.0.1:8000',
  noPassword: 'must not contain a name or a password',
  noQuery: 'must not contain a query or a fragment ("?", "#")',
  proxy: 'must be the address of a proxy, e.g. http://proxy.example:3128',
  region: 'must be a region name, e.g. eu-central-1',
  roleArn: 'must be the ARN of a role, e.g. arn:aws:iam::123456789012:role/viewer',
  externalId: 'must be 2 to 255 letters, digits or any of _+=,.@:/-',
  sessionName: 'must be 2 to 64 letters, digits or any of _+=,.@-',
  tableName: 'must be 3 to 255 letters, digits, "_", "-" or "."',
  sourceId: 'must be 1 to 40 of a-z, 0-9 and "-"',
  sourceIdsDiffer: 'must have different ids',
  json: 'must be JSON, at most 20 levels deep',
  secretRef: 'must be env:NAME or file:PATH',
  mailAddress: 'must be an e-mail address',
  hostName: 'must be the name or the number of a host',
  chatId: 'must be a number or the @name of a channel',
  customName: 'must be the name of a custom metric, at most 64 characters',
  customThreshold: 'must be a number between -10^15 and 10^15',
} as const;

/** Key of a reason. */
export type ReasonKey = keyof typeof REASONS;

/** The second argument of zod's `refine`: an issue with the reason's key in its `params`. */
export function because(reason: ReasonKey): { error: string; params: { reason: ReasonKey } } {
  return { error: REASONS[reason], params: { reason } };
}

/** The key of the reason in an issue's `params`; null: none. */
export function reasonIn(params: Readonly<Record<string, unknown>> | undefined): ReasonKey | null {
  const reason = params?.['reason'];
  return typeof reason === 'string' && Object.hasOwn(REASONS, reason)
    ? (reason as ReasonKey)
    : null;
}
