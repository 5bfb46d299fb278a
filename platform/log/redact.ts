const HIDDEN = '[redacted]';

/**
 * Where a run of letters may begin: lines are redacted as JSON, in which a line break before a secret is written `\n`
 * and its letter would count as part of it.
 */
const START = String.raw`(?<=^|\\[nrtbf]|[^A-Za-z0-9/+%])`;

/**
 * A value in quotes of any depth of JSON, or as far as an unquoted or a cut off one goes. What is absent is no secret.
 */
const VALUE =
  String.raw`(?!(?:null|undefined|none)\b)` +
  String.raw`(?:(\\*)(["'])(?:(?!(?<!\\)\2\3)[^\r\n])*(?<!\\)\2\3|\\*["']?[^\s"'\\,;&}]+)`;

const SECRET_NAMES =
  'secret[_-]?access[_-]?key|session[_-]?token|security[_-]?token|client[_-]?secret|password';

/** Patterns of credentials in a text, with the part to keep. */
const SECRETS: readonly [RegExp, string][] = [
  // Access key ids: the last four characters tell which key it is.
  [/(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{12}(?=[A-Z0-9]{4}(?![A-Z0-9]))/gu, HIDDEN],
  [
    new RegExp(String.raw`((?:${SECRET_NAMES})\\*["']?\s*[:=]\s*)${VALUE}`, 'giu'),
    `$1$2$3${HIDDEN}$2$3`,
  ],
  // Names that are also ordinary words: only before a value that looks generated.
  [
    /((?:token|secret|signature)\\*["']?\s*[:=]\s*\\*["']?)(?=[^\s"'\\,;&}]*\d)[^\s"'\\,;&}]{16,}/giu,
    `$1${HIDDEN}`,
  ],
  // A secret access key that stands alone: 40 characters of base64 with small and capital letters and digits.
  [
    new RegExp(
      String.raw`${START}(?=[a-z0-9/+%]*[A-Z])(?=[A-Z0-9/+%]*[a-z])(?=[A-Za-z/+%]*\d)` +
        String.raw`(?:[A-Za-z0-9/+]|%2[BF]|%2[bf]){40}(?![A-Za-z0-9/+]|%2[BFbf])`,
      'gu',
    ),
    HIDDEN,
  ],
  [
    /(authorization\\*["']?\s*[:=]\s*\\*["']?)(?:(?:AWS4-|Basic |Bearer |Digest )[^\r\n"'\\]+|[^\s"'\\,;&}]{16,})/giu,
    `$1${HIDDEN}`,
  ],
  [/\b(Basic|Bearer)( +)(?=[\w+/=.~-]*\d)[\w+/=.~-]{16,}/gu, `$1$2${HIDDEN}`],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]+)?/gu, HIDDEN],
  // Name and password in an address.
  [/(?<=:\/\/)[^\s/?#@"'\\]+@/gu, `${HIDDEN}@`],
];

/** Characters from which a run of base64 can hold an access key id. */
const ENCODED = /[\w+/-]{27,}={0,2}/gu;

/** Session tokens have hundreds of characters. */
const LONG = /[\w+/=%-]{100,}/gu;

/** Characters between the slashes of a path; those of a token are far apart. */
const PATH_SEGMENT = 15;

/**
 * A text without the credentials that may have got into it, e.g. by an error message of a library. Known by their
 * names, or by how they look, also in base64; a secret that is cut in two, or has another form, is not.
 */
export function redacted(text: string): string {
  return withoutPlain(text)
    .replace(ENCODED, (run, at: number, whole: string) => {
      // The letter of an escape such as \n is none of the run.
      const escape = whole[at - 1] === '\\' ? run.slice(0, 1) : '';
      const decoded = Buffer.from(run.slice(escape.length), 'base64').toString('latin1');
      return withoutPlain(decoded) === decoded ? run : `${escape}${HIDDEN}`;
    })
    .replace(LONG, (run) => (isToken(run) ? HIDDEN : run));
}

function withoutPlain(text: string): string {
  return SECRETS.reduce((safe, [pattern, replacement]) => safe.replace(pattern, replacement), text);
}

function isToken(run: string): boolean {
  const isMixed = /[a-z]/u.test(run) && /[A-Z]/u.test(run) && /\d/u.test(run);
  return isMixed && run.split(/\/+/u).length < run.length / PATH_SEGMENT;
}
