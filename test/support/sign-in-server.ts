import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * IAM Identity Center (OIDC and SSO) and STS, as far as signing in needs them, on loopback. Tokens and keys are made up
 * and numbered, so that a test sees which were used.
 */
export interface SignInServer {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** The environment in which a process uses this server instead of AWS. */
  readonly env: Record<string, string>;
  /** The requests, in order: `POST /token device_code`, `AssumeRole 123456`, `AssumeRole EXTERNAL-ID`, …. */
  readonly asked: string[];
  /** Whether the user has confirmed the code in the browser. */
  approved: boolean;
  /** The server's error while the user has not finished: `AuthorizationPendingException` or another. */
  pending: string;
  /** The address for the user; by default its own page. */
  verificationUri: string | null;
  /** Valid access tokens. */
  readonly tokens: Set<string>;
  /** Valid codes of the device, each once. */
  readonly codes: Set<string>;
  close(): Promise<void>;
}

/** Starts the server on a free port. */
export async function startSignInServer(): Promise<SignInServer> {
  let issued = 0;
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      serve(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const state: SignInServer = {
    endpoint,
    env: {
      AWS_ENDPOINT_URL_SSO: endpoint,
      AWS_ENDPOINT_URL_SSO_OIDC: endpoint,
      AWS_ENDPOINT_URL_STS: endpoint,
    },
    asked: [],
    approved: false,
    pending: 'AuthorizationPendingException',
    verificationUri: null,
    tokens: new Set(),
    codes: new Set(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return state;

  function serve(request: IncomingMessage, response: ServerResponse, body: string): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', endpoint);
    const json = (status: number, value: object): void => {
      const type = (value as { error?: string }).error;
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 200 || type === undefined ? {} : { 'x-amzn-errortype': type }),
      });
      response.end(JSON.stringify(value));
    };
    const call = `${request.method ?? ''} ${pathname}`;
    if (pathname === '/') {
      serveSts(response, new URLSearchParams(body));
      return;
    }
    const asked = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
    const { grantType } = asked;
    const grant = typeof grantType === 'string' ? grantType.split(':').at(-1) : undefined;
    state.asked.push(`${call} ${grant ?? ''}`.trim());
    if (pathname === '/client/register')
      json(200, { clientId: 'client', clientSecret: 'made-up', clientSecretExpiresAt: 4e9 });
    else if (pathname === '/device_authorization')
      json(200, {
        deviceCode: 'device',
        userCode: 'ABCD-EFGH',
        verificationUri: state.verificationUri ?? `${endpoint}/device`,
        verificationUriComplete: state.verificationUri ?? `${endpoint}/device?user_code=ABCD-EFGH`,
        expiresIn: 600,
        interval: 1,
      });
    else if (pathname === '/token') {
      const isKnown = grant === 'refresh_token' || state.approved;
      if (!isKnown) {
        json(400, { error: state.pending, error_description: 'not yet' });
        return;
      }
      issued += 1;
      const accessToken = `token-${String(issued)}`;
      state.tokens.add(accessToken);
      json(200, { accessToken, expiresIn: 28_800, tokenType: 'Bearer', refreshToken: 'refresh' });
    } else if (pathname === '/federation/credentials') {
      const token = String(request.headers['x-amz-sso_bearer_token']);
      if (!state.tokens.has(token)) {
        json(401, {
          error: 'UnauthorizedException',
          message: 'Session token not found or invalid',
        });
        return;
      }
      const role = searchParams.get('role_name') ?? '';
      json(200, {
        roleCredentials: {
          accessKeyId: `ASIASSO${role.toUpperCase()}`,
          secretAccessKey: 'made-up',
          sessionToken: token,
          expiration: Date.now() + 3_600_000,
        },
      });
    } else json(404, { error: 'ResourceNotFoundException', message: call });
  }

  function serveSts(response: ServerResponse, asked: URLSearchParams): void {
    const [action, code] = [asked.get('Action') ?? '', asked.get('TokenCode')];
    state.asked.push([action, code, asked.get('ExternalId')].filter(Boolean).join(' '));
    response.setHeader('content-type', 'text/xml');
    if (action === 'GetCallerIdentity')
      response.end(
        answer(
          action,
          '<Account>123456789012</Account><Arn>arn:aws:iam::1:user/a</Arn><UserId>A</UserId>',
        ),
      );
    else if (asked.has('SerialNumber') && !state.codes.delete(code ?? ''))
      response
        .writeHead(403)
        .end(
          `<ErrorResponse xmlns="${STS}"><Error><Type>Sender</Type><Code>AccessDenied</Code>` +
            '<Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>',
        );
    else {
      issued += 1;
      const ends = new Date(Date.now() + 3_600_000).toISOString();
      response.end(
        answer(
          action,
          `<Credentials><AccessKeyId>ASIASTS${String(issued)}</AccessKeyId><SecretAccessKey>made-up</SecretAccessKey>` +
            `<SessionToken>session</SessionToken><Expiration>${ends}</Expiration></Credentials>`,
        ),
      );
    }
  }
}

const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';

function answer(action: string, result: string): string {
  return `<${action}Response xmlns="${STS}"><${action}Result>${result}</${action}Result></${action}Response>`;
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
