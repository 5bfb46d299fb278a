import { BadAnswer } from './bad-answer.ts';

/** Bytes of the beginning of an answer that are looked at. */
const LOOKED_AT = 512;
/** How a web page begins, after comments and what XML declares. STS answers in XML as well, but not of these names. */
const WEB_PAGE =
  /^\uFEFF?\s*(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|title|meta|body|script)\b/iu;

/** The beginning of an answer, as Node's handler gives it. */
export interface Beginning {
  statusCode: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/**
 * Refuses what answers in the place of a service of AWS: a web page, or the way to one, as networks show that want a
 * sign-in. `host` was asked. Throws `BadAnswer`.
 */
export function refuseWebPage({ statusCode, headers, body }: Beginning, host: string): void {
  const status = `HTTP ${String(statusCode)}`;
  const options = { of: host, passing: statusCode >= 500 };
  if (statusCode >= 300 && statusCode < 400)
    throw new BadAnswer(`it leads to another address (${status})`, options);
  const isPage =
    /^(?:text\/html|application\/xhtml\+xml)\b/iu.test(headers['content-type'] ?? '') ||
    WEB_PAGE.test(Buffer.from(body.subarray(0, LOOKED_AT)).toString('utf8'));
  if (isPage) throw new BadAnswer(`it is a web page (${status})`, options);
}
