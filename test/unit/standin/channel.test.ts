import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { openChannel, type Port } from '../../standin/channel.ts';

interface Left {
  double: (value: number) => Promise<number>;
  fail: () => Promise<never>;
  never: () => Promise<never>;
}

interface Right {
  greet: (name: string) => Promise<string>;
}

it('calls work both ways, and pending ones fail when the other half ends', async () => {
  const { port1, port2 } = new MessageChannel();
  const portOf = (port: typeof port1): Port => ({
    send: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', listener);
    },
  });
  openChannel<Right, Left>(portOf(port1), {
    double: (value) => Promise.resolve(value * 2),
    fail: () => Promise.reject(new Error('as asked')),
    never: () => new Promise(() => undefined),
  });
  const left = openChannel<Left, Right>(portOf(port2), {
    greet: (name) => Promise.resolve(`hello ${name}`),
  });
  await expect(left.remote.double(21)).resolves.toBe(42);
  await expect(left.remote.fail()).rejects.toThrow('as asked');
  const waiting = left.remote.never();
  left.abandon('it has ended');
  await expect(waiting).rejects.toThrow('it has ended');
  await expect(left.remote.double(1)).rejects.toThrow('it has ended');
  port1.close();
});
