import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, afterAll, beforeAll } from 'vitest';
import { fileLogger } from '../../../../platform/log/file-logger.ts';
import { redacted } from '../../../../platform/log/redact.ts';
import { checkProperty } from '../../../support/property.ts';

const BASE64 = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const CAPITALS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');

const of = (letters: readonly string[], minLength: number, maxLength = minLength) =>
  fc.array(fc.constantFrom(...letters), { minLength, maxLength }).map((parts) => parts.join(''));

/** Of 1,000 secrets one has no digit and looks like a word. */
const isMixed = (text: string): boolean =>
  /[a-z]/u.test(text) && /[A-Z]/u.test(text) && /\d/u.test(text);

const keys = fc.record({
  id: fc.tuple(fc.constantFrom('AKIA', 'ASIA'), of(CAPITALS, 16)).map((parts) => parts.join('')),
  secret: of(BASE64, 40).filter(isMixed),
  token: of(BASE64, 200, 900).map((text) => `IQoJb3JpZ2luX2VjEJr//////////wEa${text}==`),
});

type Keys = typeof keys extends fc.Arbitrary<infer T> ? T : never;

const json = ({ id, secret, token }: Keys) =>
  JSON.stringify({ AccessKeyId: id, SecretAccessKey: secret, Token: token, Expiration: '2027' });

/** The ways by which keys get into a text. */
const FORMS: Record<string, (keys: Keys) => string> = {
  JSON: json,
  'JSON, indented': (all) => JSON.stringify(JSON.parse(json(all)), null, 2),
  'JSON in JSON': (all) => JSON.stringify({ body: json(all) }),
  'JSON in JSON in JSON': (all) => JSON.stringify({ log: JSON.stringify({ body: json(all) }) }),
  'an object as Node prints it': ({ id, secret, token }) =>
    `{ accessKeyId: '${id}', secretAccessKey: '${secret}', sessionToken: '${token}' }`,
  YAML: ({ id, secret, token }) =>
    `aws_access_key_id: ${id}\naws-secret-access-key: ${secret}\nsession-token: "${token}"\n`,
  'the AWS configuration': ({ id, secret, token }) =>
    `[default]\naws_access_key_id=${id}\naws_secret_access_key = ${secret}\naws_session_token=${token}`,
  'an environment': ({ id, secret, token }) =>
    `AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY=${secret} AWS_SESSION_TOKEN=${token} HOME=/`,
  'a query': ({ id, secret, token }) =>
    `https://x.example/?${new URLSearchParams({ 'X-Amz-Credential': `${id}/20261124`, 'X-Amz-Security-Token': token, key: secret }).toString()}&X-Amz-Date=1`,
  'name and password of an address': ({ id, secret }) =>
    `http://${id}:${encodeURIComponent(secret)}@dynamodb.example:8000/`,
  sentences: ({ id, secret, token }) => `The keys ${id} and ${secret} with (${token}) are bad.`,
  'lines of their own': ({ id, secret, token }) => `keys:\n${id}\n${secret}\n${token}\n`,
  'a stack': ({ id, secret, token }) =>
    `Error: refused ${id}\n    at sign (file:///app/sign.js:1:2)\n    cause: '${secret}' ${token}`,
  'a list': ({ id, secret, token }) => `["secretAccessKey", "${secret}", "${token}", "${id}"]`,
  headers: ({ id, token }) =>
    `Authorization: AWS4-HMAC-SHA256 Credential=${id}/x, SignedHeaders=host\nX-Amz-Security-Token: ${token}`,
  'base64 of the secret': ({ secret }) => `body ${btoa(secret)}.`,
  'basic authentication': ({ id, secret }) => `Basic ${btoa(`${id}:${secret}`)}`,
  'base64 of JSON': (all) => `{"body":"${btoa(json(all))}"}`,
};

describe.each(Object.entries(FORMS))('keys in %s', (_, write) => {
  it.each([
    ['as they are', (text: string) => text],
    ['in a line of a log', (text: string) => JSON.stringify({ level: 'error', detail: text })],
  ])('are hidden %s', (_how, wrap) => {
    checkProperty(
      fc.property(keys, (all) => {
        const safe = redacted(wrap(write(all)));
        const { id, secret, token } = all;
        const parts = [id, secret, token.slice(40, 80)];
        const forms = parts.flatMap((part) => [part, encodeURIComponent(part), btoa(part)]);
        for (const form of forms) expect(safe).not.toContain(form);
        expect(safe).toContain('[redacted]');
      }),
      { runs: 50 },
    );
  });
});

describe('a text without keys', () => {
  it.each([
    'The security token included in the request is invalid.',
    'The security token: expired, please log in. sessionToken: undefined',
    'Signature expired: 20261124T001122Z is now earlier than 20261124T001622Z',
    'authorization: none of the profiles allow it; look at ~/.aws/config',
    'secretAccessKey must be 20 to 128 characters without spaces',
    'Unexpected token: } in JSON at position 4',
    'token: UnrecognizedClientException',
    'Basic authentication required; Bearer authentication is not offered',
    'arn:aws:dynamodb:eu-central-1:123456789012:table/py-perf-system-v2/index/hostname-timestamp-index',
    'https://dynamodb.eu-central-1.amazonaws.com/?q=a@b',
    'npm i @aws-sdk/client-dynamodb@3.1164.0 from https://registry.example/@aws-sdk/core',
    'RequestId: VVI1GSAPKJNE3QQ8VBBJSPG8V7VV4KQNSO5AEMVJF66Q9ASUAAJG',
    'sha256 fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024',
    'sha512 checksum mismatch, expected 9Xo9Ew9vHqqXvxE3v1LqJ0dWm3Q4pZk5oXbYlQ2uVxS7d8fGhJkL1mN2bV3cX4zA5sD6fG7hJ8kL9qW0eR1tYg==',
    'request 8e7a1b2c-1111-2222-3333-444455556666 of web-01.fra.example.net',
    'Error: x\n    at foo (file:///home/User1/Projects/Desktop/node_modules/@aws-sdk/core/dist/index.js:10:2)',
    `at /home/User1/${'Some/Deep/folder1/'.repeat(12)}index`,
    'C:\\Users\\Me1\\AppData\\Roaming\\py-perf-desktop\\logs\\app.log',
    `host ${'x'.repeat(216)}-8e7a1b2c-1111-2222-3333-444455556666`,
    'host 🖥️ büro/öst?q=1&x=%2e',
  ])('is unchanged: %s', (text) => {
    expect(redacted(text)).toBe(text);
    const line = JSON.stringify({ message: text });
    expect(redacted(line)).toBe(line);
  });

  it('a text of words and numbers is never changed', () => {
    checkProperty(
      fc.property(fc.lorem({ maxCount: 40 }), fc.integer(), (words, number) => {
        const text = `${words} ${String(number)}`;
        expect(redacted(text)).toBe(text);
      }),
    );
  });
});

it('documents its limits: what is absent, and where a value ends', () => {
  expect(redacted('{"password":"it\'s, a; \\"secret\\" & more","region":"eu"}')).toBe(
    '{"password":"[redacted]","region":"eu"}',
  );
  expect(redacted('{"secretAccessKey":"cut o')).toBe('{"secretAccessKey":[redacted] o');
  expect(redacted('{"sessionToken":null}')).toBe('{"sessionToken":null}');
});

it('does not take quadratic time for a hostile text', () => {
  // A tenth of these would take minutes if it did; 30 s are the limit of a test.
  for (const part of [
    'a.',
    'secretAccessKey="',
    'A1/',
    'token=a1',
    '\\n',
    'eyJaaaaaaaaaa.',
    '://a',
  ])
    redacted(part.repeat(200_000));
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shell-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a log line', () => {
  it.each([
    ['key AKIAIOSFODNN7EXAMPLE used', 'key [redacted]MPLE used'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key = [redacted]'],
    [
      '{"secretAccessKey":"abc/def","region":"eu"}',
      '{"secretAccessKey":"[redacted]","region":"eu"}',
    ],
    ['X-Amz-Security-Token=FwoGZX&X-Amz-Date=1', 'X-Amz-Security-Token=[redacted]&X-Amz-Date=1'],
    ['Authorization: AWS4-HMAC-SHA256 Credential=x', 'Authorization: [redacted]'],
    ['the key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is bad', 'the key [redacted] is bad'],
    [
      "{ secretAccessKey: 'abc+/12', sessionToken: 'xyz' }",
      "{ secretAccessKey: '[redacted]', sessionToken: '[redacted]' }",
    ],
    ['nothing to hide: web-01', 'nothing to hide: web-01'],
    [
      'commit fa6b57b0f1e2d3c4b5a69788796a5b4c3d2e1f00',
      'commit fa6b57b0f1e2d3c4b5a69788796a5b4c3d2e1f00',
    ],
  ])('hides secrets: %s', (text, safe) => {
    expect(redacted(text)).toBe(safe);
  });

  it('a log line is written to the log file without them', () => {
    fileLogger(folder, 'app', () => undefined).error('failed', {
      detail: 'sessionToken="FwoGZXIv"',
    });
    const written = readFileSync(join(folder, 'logs/app.log'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({ level: 'error', message: 'failed' });
    expect(written).not.toContain('FwoGZXIv');
  });
});
