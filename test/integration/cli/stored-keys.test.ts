import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { saveSettings } from '../../../platform/fs/settings-writer.ts';
import {
  createTables,
  localClients,
  testSource,
  uniqueTables,
} from '../../support/fleet-tables.ts';
import { runCli } from '../../support/run-cli.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

const ONLY_INSIDE = 'can only be used inside the app';
const PROFILE = '--profile NAME';

let root: string;
let dataDir: string;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'cli-keys-'));
  dataDir = join(root, 'data');
  const tables = uniqueTables();
  const clients = localClients(inject('dynamoEndpoint'));
  await createTables(clients, tables);
  clients.destroy();
  // Made by the command line, so that its folder is there.
  await runCliHere(['status', '--no-sync'], { dataDir });
  const source = testSource(inject('dynamoEndpoint'), tables, { credentials: 'stored' });
  saveSettings(dataDir, { sources: [source] });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('keys that the app stores', () => {
  it('keys that the app stores do not work in commands, which suggest an alternative', async () => {
    const status = await runCliHere(['status'], { dataDir });
    expect(status.code).toBe(3);
    const doctor = await runCliHere(['doctor'], { dataDir });
    expect(doctor.code).toBe(1);
    for (const text of [status.stderr, doctor.stdout]) {
      expect(text).toContain(ONLY_INSIDE);
      expect(text).toContain(PROFILE);
    }
  });

  it('keys that the app stores do not work in the collector: its sample stays here', async () => {
    const once = await runCliHere(['collect', '--once'], { dataDir });
    expect(once.code).toBe(1);
    expect(once.stderr).toContain(ONLY_INSIDE);
    const status = await runCliHere(['status', '--json', '--no-sync'], { dataDir });
    expect(JSON.parse(status.stdout)).toHaveLength(1);
  });

  it('keys that the app stores prevent installing the service', async () => {
    const home = join(root, 'home');
    const env = { HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
    const install = await runCli(['collect', '--install-service'], { dataDir, env });
    expect(install.code).toBe(1);
    expect(install.stderr).toContain(ONLY_INSIDE);
    expect(readdirSync(root)).toEqual(['data']);
  });

  it('keys that the app stores are overridden by a profile', async () => {
    const credentials = join(root, 'aws-credentials');
    writeFileSync(credentials, '[fleet]\naws_access_key_id=local\naws_secret_access_key=local\n');
    const env = { AWS_SHARED_CREDENTIALS_FILE: credentials };
    const status = await runCliHere(['status', '--profile', 'fleet'], { dataDir, env });
    expect(status).toMatchObject({ code: 0, stderr: '' });
  });
});
