import { describe, expect, it } from 'vitest';
import { BadAnswer } from '../../../../platform/aws/bad-answer.ts';
import { refuseWebPage } from '../../../../platform/aws/web-page.ts';

const look = (text: string, statusCode = 200, headers: Record<string, string> = {}) => {
  refuseWebPage({ statusCode, headers, body: Buffer.from(text) }, 'sts.eu-central-1.amazonaws.com');
};

describe('a web page in the place of a service of AWS', () => {
  it.each([
    ['a page', '<html>Guest network</html>', 200, {}],
    ['a page with a doctype', '\uFEFF\n<!DOCTYPE html PUBLIC "-//W3C//DTD">', 200, {}],
    ['a page of XHTML', '<?xml version="1.0"?><!-- Wi-Fi --><HTML lang="en">', 511, {}],
    ['what the proxy calls a page', 'Blocked.', 403, { 'content-type': 'text/html; charset=x' }],
    ['a way to another address', '', 302, { location: 'https://login.example' }],
  ])('is refused: %s', (_, text, status, headers) => {
    expect(() => {
      look(text, status, headers);
    }).toThrow(BadAnswer);
  });

  it.each([
    ['XML of STS', '<AssumeRoleResponse xmlns="x"></AssumeRoleResponse>', 200],
    ['an error of STS', '<?xml version="1.0"?><ErrorResponse></ErrorResponse>', 403],
    ['JSON of SSO', '{"roleCredentials":{}}', 200],
    ['an empty answer', '', 500],
  ])('is not %s', (_, text, status) => {
    expect(() => {
      look(text, status);
    }).not.toThrow();
  });

  it('of a failing server is requested again, of others not', () => {
    const thrown = (status: number): unknown => {
      try {
        look('<html>', status);
        return null;
      } catch (error) {
        return error;
      }
    };
    expect(thrown(503)).toMatchObject({ $retryable: { throttling: false } });
    expect(thrown(200)).toMatchObject({ $retryable: undefined });
  });
});
