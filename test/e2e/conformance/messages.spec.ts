import { expect, test, type TinyPage } from './tiny.ts';

test('carries what structured clone carries, and says what it cannot', async ({
  sharedApp: app,
}) => {
  const found = await app.window.evaluate(async () => {
    const { tiny } = globalThis as TinyPage;
    const echo = async (value: unknown): Promise<string> => {
      try {
        const back = await tiny.invoke('echo', value);
        const items: unknown[] = back instanceof Map || back instanceof Set ? [...back] : [back];
        return `${Object.prototype.toString.call(back)} ${items.map(String).join()}`;
      } catch (error) {
        return (error as Error).message;
      }
    };
    return {
      undefined: await echo(undefined),
      date: await echo(new Date(0).getTime()),
      big: await echo(12n),
      map: await echo(new Map([['a', 1]])),
      set: await echo(new Set([1, 2])),
      floats: await echo(Float32Array.of(0.5, Number.NaN)),
      buffer: await echo(new Uint8Array([1]).buffer),
      list: await echo([1, [2]]),
      function: (await echo(() => 1)).includes('could not be cloned'),
    };
  });
  expect(found).toEqual({
    undefined: '[object Undefined] undefined',
    date: '[object Number] 0',
    big: '[object BigInt] 12',
    map: '[object Map] a,1',
    set: '[object Set] 1,2',
    floats: '[object Float32Array] 0.5,NaN',
    buffer: '[object ArrayBuffer] [object ArrayBuffer]',
    list: '[object Array] 1,2',
    function: true,
  });
});

test('turns failures into messages', async ({ sharedApp: app }) => {
  const messages = await app.window.evaluate(async () => {
    const { tiny } = globalThis as TinyPage;
    const messageOf = (channel: string): Promise<string> =>
      tiny.invoke(channel).then(
        () => 'no failure',
        (error: unknown) => (error as Error).message,
      );
    return [await messageOf('fail'), await messageOf('nobody'), await messageOf('function')];
  });
  expect(messages).toEqual([
    "Error invoking remote method 'fail': TypeError: as asked",
    "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    "Error invoking remote method 'function': Error: An object could not be cloned.",
  ]);
});

test('delivers events in their order, until the listener is removed', async ({
  sharedApp: app,
}) => {
  const counted = await app.window.evaluate(async () => {
    const { tiny } = globalThis as TinyPage;
    const heard: number[] = [];
    const until = async (length: number): Promise<void> => {
      while (heard.length < length) await tiny.invoke('echo', heard.length);
    };
    const stop = tiny.onCounted((value) => heard.push(value));
    tiny.count(30);
    await until(30);
    stop();
    const others: number[] = [];
    tiny.onCounted((value) => others.push(value));
    tiny.count(1);
    while (others.length === 0) await tiny.invoke('echo', null);
    return heard;
  });
  expect(counted).toEqual(Array.from({ length: 30 }, (_, index) => index));
});

test('carries over the bridge what an object has itself, and of a failure its message', async ({
  sharedApp: app,
}) => {
  const found = await app.window.evaluate(async () => {
    const { tiny } = globalThis as TinyPage;
    const failure = async (kind: 'text' | 'rejection'): Promise<unknown[]> => {
      try {
        await tiny.failWith(kind);
        return [];
      } catch (error) {
        const known = error as Error & { code?: string };
        return [error instanceof Error, known.name, known.code ?? null, known.message];
      }
    };
    const made = tiny.made() as object;
    return {
      made: [Object.keys(made), 'inherited' in made, Object.isFrozen(made)],
      rejection: await failure('rejection'),
      // Nothing that is thrown and is no error is told to the page.
      text: (await failure('text')).slice(0, 3),
    };
  });
  expect(found).toEqual({
    made: [['own'], false, false],
    rejection: [true, 'Error', null, 'rejected'],
    text: [true, 'Error', null],
  });
});
