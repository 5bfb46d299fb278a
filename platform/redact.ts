const HIDDEN = '[redacted]';

/** What credentials look like in a text, with what to keep of them. */
const SECRETS: readonly [RegExp, string][] = [
  // Access key ids: the last four characters tell which key it is.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12}(?=[A-Z0-9]{4}\b)/gu, HIDDEN],
  [
    /((?:secret_?access_?key|session_?token|security-?token|password|signature)\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\,;&}]+/giu,
    `$1${HIDDEN}`,
  ],
  [/(authorization\\?["']?\s*[:=]\s*\\?["']?)[^\r\n"'\\]+/giu, `$1${HIDDEN}`],
];

/** A text without the credentials that may have got into it, e.g. by an error message of a library. */
export function redacted(text: string): string {
  return SECRETS.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), text);
}
