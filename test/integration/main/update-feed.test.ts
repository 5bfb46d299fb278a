import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import updaters from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Translator } from '../../../main/system/i18n.ts';
import {
  boundRequests,
  sendByNode,
  type UpdateRequester,
} from '../../../main/updates/update-requests.ts';
import { Updater, type UpdateSource } from '../../../main/updates/updater.ts';
import { AUTHORITY_FILE, startInspectingProxy } from '../../support/inspecting-proxy.ts';
import { silentLogger } from '../../support/test-engine.ts';

/** What the server does with a request for a path. */
type Answer = (send: {
  text: (text: string) => void;
  status: (code: number, text: string) => void;
  redirect: (address: string) => void;
  /** Sends a part, and then what comes next. */
  part: (bytes: Buffer, next: 'silence' | 'more' | 'cut', length?: number) => void;
}) => void;

const IMAGE = Buffer.from('the new version');
const NAME = 'py-perf-desktop-x86_64.AppImage';
/** Longer than a test may take: on busy cores an honest answer may need seconds. */
const PATIENT_MS = 600_000;
/** For a server that stays silent, whose end is all that is waited for. */
const SHORT_MS = 150;

/** On other systems electron-updater reads another file, and there is no AppImage. */
const onLinux = process.platform === 'linux';

let folder: string;
let image: string;
let server: Server;
let answers: Map<string, Answer>;
let headers: IncomingHttpHeaders[];
let asked: { message: string; detail: string }[];
let warnings: string[];
/** What the next request is bounded by. */
let limits: { silenceMs: number; text: number };
let source: UpdateSource & { quitAndInstall: (silent?: boolean, run?: boolean) => void };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'update-'));
  image = join(folder, NAME);
  writeFileSync(image, 'the old version');
  vi.stubEnv('APPIMAGE', image);
  answers = new Map();
  headers = [];
  asked = [];
  warnings = [];
  limits = { silenceMs: PATIENT_MS, text: 100_000 };
  server = createServer((incoming, response) => {
    headers.push(incoming.headers);
    const answer = answers.get(new URL(incoming.url ?? '', 'http://host').pathname);
    answer?.({
      text: (text) => response.end(text),
      status: (code, text) => response.writeHead(code).end(text),
      redirect: (location) => response.writeHead(302, { location }).end(),
      part: (bytes, next, length) => {
        if (length !== undefined) response.setHeader('content-length', length);
        const more = (): void => {
          response.write(bytes, () => {
            if (next === 'cut') response.destroy();
            if (next === 'more' && !response.destroyed) setImmediate(more);
          });
        };
        more();
      },
    });
    if (answer === undefined) response.writeHead(404).end('nothing here');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  source = realUpdater();
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const feedAddress = (): string =>
  `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;

/** electron-updater itself, as an AppImage of version 1.0.0. */
function realUpdater(url = feedAddress()): typeof source {
  const config = join(folder, 'app-update.yml');
  writeFileSync(config, `provider: generic\nurl: ${url}\nupdaterCacheDirName: cache\n`);
  const real = new updaters.AppImageUpdater(null, {
    version: '1.0.0',
    name: 'app',
    isPackaged: true,
    appUpdateConfigPath: config,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  });
  const http = new ElectronHttpExecutor();
  const requester: UpdateRequester = http;
  sendByNode(requester);
  boundRequests(requester, limits);
  Object.assign(real, { httpExecutor: http });
  return real;
}

/** Checks for updates like the menu, and consents to all, but installs nothing. */
async function check(): Promise<void> {
  source.quitAndInstall = () => undefined;
  await new Updater({
    support: { able: true },
    load: () => Promise.resolve(source),
    version: '1.0.0',
    words: () => new Translator('en'),
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(0);
    },
    announce: () => undefined,
    stopApp: () => Promise.resolve(),
    restart: () => undefined,
    logger: {
      ...silentLogger,
      warn: (_message, fields) => warnings.push(String(fields?.['detail'])),
    },
  }).check();
}

function latest(version: string, file: Partial<Record<'sha512' | 'url', string>> = {}): Answer {
  const { sha512 = createHash('sha512').update(IMAGE).digest('base64'), url = NAME } = file;
  const text = `version: ${version}\nfiles:\n  - url: ${url}\n    sha512: ${sha512}\n    size: ${String(IMAGE.length)}\n`;
  return ({ text: send }) => {
    send(text);
  };
}

function serve(feed: Answer, file?: Answer): void {
  answers.set('/latest-linux.yml', feed);
  if (file !== undefined) answers.set(`/${NAME}`, file);
}

const whole: Answer = ({ text }) => {
  text(IMAGE.toString());
};
const downloaded = (): string[] => {
  const pending = join(folder, 'cache/pending');
  return existsSync(pending) ? readdirSync(pending) : [];
};

describe.runIf(onLinux)('a server that answers', () => {
  it('a newer version is downloaded, and installed only after a second consent', async () => {
    serve(latest('1.1.0'), whole);
    await check();
    expect(asked.map(({ message }) => message)).toEqual([
      'Version 1.1.0 is available',
      'Version 1.1.0 is ready to install',
    ]);
    expect(readFileSync(join(folder, 'cache/pending', NAME))).toEqual(IMAGE);
    expect(readFileSync(image, 'utf8')).toBe('the old version');
  });

  it('a server does not learn which installation asks', async () => {
    serve(latest('1.1.0'), whole);
    await check();
    expect(headers.length).toBeGreaterThan(1);
    for (const sent of headers) expect(sent).not.toHaveProperty('x-user-staging-id');
  });

  it.each(['1.0.0', '0.9.0', '1.0.0-rc.1'])(
    'a server that answers with %s has nothing newer than 1.0.0',
    async (old) => {
      serve(latest(old));
      await check();
      expect(asked.map(({ message }) => message)).toEqual(['You have the newest version']);
    },
  );
});

describe.runIf(onLinux)('a server behind a proxy that opens what is encrypted', () => {
  const FEED = 'updates.eu-central-1.amazonaws.com';

  it('a server behind a proxy is reached with user, password and the company’s authority', async () => {
    const proxy = await startInspectingProxy(feedAddress());
    try {
      proxy.wants = 'anna:s3cret';
      vi.stubEnv('HTTPS_PROXY', proxy.address.replace('//', '//anna:s3cret@'));
      vi.stubEnv('AWS_CA_BUNDLE', AUTHORITY_FILE);
      source = realUpdater(`https://${FEED}/`);
      serve(latest('1.1.0'), whole);
      await check();
      expect(asked.at(-1)?.message).toBe('Version 1.1.0 is ready to install');
      expect(new Set(proxy.connected.map(({ target }) => target))).toEqual(
        new Set([`${FEED}:443`]),
      );
    } finally {
      await proxy.close();
    }
  });

  it('a server behind a proxy is not trusted without that authority, and the reason is shown', async () => {
    const proxy = await startInspectingProxy(feedAddress());
    try {
      vi.stubEnv('HTTPS_PROXY', proxy.address);
      source = realUpdater(`https://${FEED}/`);
      serve(latest('1.1.0'), whole);
      await check();
      expect(asked.map(({ message }) => message)).toEqual(['Could not check for updates']);
      expect(asked[0]?.detail).toMatch(/certificate/u);
    } finally {
      await proxy.close();
    }
  });
});

describe.runIf(onLinux)('a server that leads elsewhere', () => {
  it('a server that leads elsewhere by http is not followed', async () => {
    answers.set('/latest-linux.yml', ({ redirect }) => {
      redirect('http://files.example/latest-linux.yml');
    });
    await check();
    expect(asked.map(({ detail }) => detail)).toEqual([
      'The update server redirects to http, which others could change on the way.',
    ]);
  });

  it('a server that leads elsewhere on its own machine is followed', async () => {
    answers.set('/latest-linux.yml', ({ redirect }) => {
      redirect(`${feedAddress()}moved.yml`);
    });
    answers.set('/moved.yml', latest('1.0.0'));
    await check();
    expect(asked.map(({ message }) => message)).toEqual(['You have the newest version']);
  });
});

describe.runIf(onLinux)(
  'a server that misbehaves is told of in one line, and asked again next time:',
  () => {
    const SILENCE = /does not answer/u;
    const cases: [string, Answer, RegExp][] = [
      [
        'a page in its place',
        ({ text }) => {
          text('<html>\n<b>Sign in\n: x');
        },
        /Cannot (?:parse|find)/u,
      ],
      ['a version that is none', latest('newest'), /valid semver version/u],
      ['no answer at all', () => undefined, SILENCE],
      [
        'an answer that stops',
        ({ part }) => {
          part(Buffer.from('version: 1.1.0\n'), 'silence');
        },
        SILENCE,
      ],
      [
        'an answer without an end',
        ({ part }) => {
          part(Buffer.alloc(20_000, 97), 'more');
        },
        /more than an answer can be/u,
      ],
      [
        'a refusal',
        ({ status }) => {
          status(500, 'x\n'.repeat(1000));
        },
        /^500/u,
      ],
    ];

    const isSilence = (reason: RegExp): boolean => reason === SILENCE;

    it.each(cases)('%s', async (_, feed, reason) => {
      serve(feed);
      if (isSilence(reason)) limits.silenceMs = SHORT_MS;
      await check();
      limits.silenceMs = PATIENT_MS;
      expect(asked.map(({ message }) => message)).toEqual(['Could not check for updates']);
      expect(asked[0]?.detail).toMatch(reason);
      expect(asked[0]?.detail).not.toContain('\n');
      expect(warnings).toContain(asked[0]?.detail);
      serve(latest('1.0.0'));
      await check();
      expect(asked.at(-1)?.message).toBe('You have the newest version');
    });

    const files: [string, Answer, RegExp][] = [
      [
        'another file than it said',
        ({ text }) => {
          text('something else!');
        },
        /checksum mismatch/u,
      ],
      [
        'a file that stops',
        ({ part }) => {
          part(IMAGE.subarray(0, 4), 'silence', IMAGE.length);
        },
        SILENCE,
      ],
      [
        'a connection that breaks',
        ({ part }) => {
          part(IMAGE.subarray(0, 4), 'cut', IMAGE.length);
        },
        /aborted|hang up|reset/u,
      ],
      [
        'no file',
        ({ status }) => {
          status(404, '');
        },
        /status 404/u,
      ],
    ];

    it.each(files)('%s', async (_, file, reason) => {
      serve((answer) => {
        // The request for the file is the next one.
        if (isSilence(reason)) limits.silenceMs = SHORT_MS;
        latest('1.1.0')(answer);
      }, file);
      await check();
      limits.silenceMs = PATIENT_MS;
      expect(asked.at(-1)?.message).toBe('Version 1.1.0 could not be downloaded');
      expect(asked.at(-1)?.detail).toMatch(reason);
      expect(downloaded()).not.toContain(NAME);
      serve(latest('1.1.0'), whole);
      await check();
      expect(asked.at(-1)?.message).toBe('Version 1.1.0 is ready to install');
    });
  },
);
