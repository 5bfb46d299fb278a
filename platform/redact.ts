const HIDDEN = '[redacted]';

/** What credentials look like in a text, with what to keep of them. */
const SECRETS: readonly [RegExp, string][] = [
  // Access key ids: the last four characters tell which key it is.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12}(?=[A-Z0-9]{4}\b)/gu, HIDDEN],
  [
    /((?:secret_?access_?key|session_?token|security-?token|password|signature)\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\,;&}]+/giu,
    `$1${HIDDEN}`,
  ],
  // A secret access key that stands alone: 40 characters of base64 with small and capital letters and digits.
  [
    /(?<![A-Za-z0-9/+])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])(?=[A-Za-z/+]*\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/gu,
    HIDDEN,
  ],
  [/(authorization\\?["']?\s*[:=]\s*\\?["']?)[^\r\n"'\\]+/giu, `$1${HIDDEN}`],
];

/** A text without the credentials that may have got into it, e.g. by an error message of a library. */
export function redacted(text: string): string {
  return SECRETS.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), text);
}
