import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, inject, it } from 'vitest';
import { startAlertReceiver } from '../../../support/alert-receiver.ts';
import { createTables, localClients, uniqueTables } from '../../../support/fleet-tables.ts';

const PROGRAM = join(import.meta.dirname, '../../../support/leader-process.ts');
const NOW = 1_795_000_020;
/** As in the program: its lease of 90 s lasts 4.5 s. */
const FACTOR = 20;

it.skipIf(process.platform === 'win32')(
  'a program that was stopped for five minutes sends nothing under its old lease',
  async () => {
    const receiver = await startAlertReceiver();
    const endpoint = inject('dynamoEndpoint');
    const clients = localClients(endpoint);
    const tables = uniqueTables();
    await createTables(clients, tables);
    const start = Date.now();
    const now = (): number => NOW + Math.floor(((Date.now() - start) * FACTOR) / 1000);
    const programs: ChildProcess[] = [];
    const launch = async (): Promise<ChildProcess> => {
      const args = [PROGRAM, endpoint, JSON.stringify(tables), receiver.url, String(start)];
      const program = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      programs.push(program);
      if (program.stdout !== null) await once(program.stdout, 'data');
      return program;
    };
    const begin = (host: string): void => {
      const line = `${host} ${String(now())}\n`;
      for (const program of programs) program.stdin?.write(line);
    };
    const told = (): string[] =>
      receiver.requests.map(({ body }) => /"hostname":"([^"]+)"/u.exec(body)?.[1] ?? '');
    const row = async (name: string): Promise<Record<string, unknown>> => {
      const Key = { hostname: `#py-perf-desktop/${name}` };
      const { Item } = await clients.document.send(
        new GetCommand({ TableName: tables.registry, Key }),
      );
      return Item ?? {};
    };
    const fence = async (): Promise<unknown> => (await row('lease'))['fence'];
    /** Messages that are begun, and not written down as sent. */
    const open = async (): Promise<unknown> => {
      const { document } = await row('told');
      return typeof document === 'string'
        ? (JSON.parse(document) as { open?: unknown }).open
        : undefined;
    };
    try {
      const first = await launch();
      await expect.poll(fence, { timeout: 60_000 }).toBe(1);
      await launch();
      await delay(1000);
      begin('before');
      await expect.poll(told, { timeout: 60_000 }).toEqual(['before']);
      // What it had sent and not written down, the next one would send again, with the same id.
      await expect.poll(open, { timeout: 60_000 }).toEqual([]);
      first.kill('SIGSTOP');
      begin('meanwhile');
      await delay((300 * 1000) / FACTOR);
      await expect.poll(told, { timeout: 60_000 }).toEqual(['before', 'meanwhile']);
      const leading = await fence();
      expect(leading).toBeGreaterThan(1);
      first.kill('SIGCONT');
      await delay((90 * 1000) / FACTOR);
      expect(told()).toEqual(['before', 'meanwhile']);
      begin('after');
      await expect.poll(told, { timeout: 60_000 }).toEqual(['before', 'meanwhile', 'after']);
      expect(await fence()).toBe(leading);
    } finally {
      for (const program of programs) {
        program.kill('SIGCONT');
        program.stdin?.end();
        if (program.exitCode === null) await once(program, 'exit');
      }
      clients.destroy();
      await receiver.close();
    }
  },
);
