import { describe, expect, it } from 'vitest';
import { sourceConfigSchema } from '../../../../contract/settings.ts';
import { isConnected, resolveConnection } from '../../../../platform/aws/config.ts';

function source(change: object = {}) {
  return sourceConfigSchema.parse({ id: 'default', name: 'AWS', ...change });
}

describe('whether a source is connected', () => {
  it('whether a source is connected is decided by the environment in auto mode', () => {
    expect(isConnected(source(), {})).toBe(false);
    expect(isConnected(source(), { AWS_PROFILE: 'fleet' })).toBe(true);
    expect(isConnected(source(), { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' })).toBe(
      true,
    );
    expect(isConnected(source(), { AWS_REGION: 'eu-central-1' })).toBe(false);
    expect(isConnected(source(), { AWS_CONFIG_FILE: import.meta.filename })).toBe(true);
    expect(isConnected(source(), { AWS_CONFIG_FILE: '/nonexistent' })).toBe(false);
  });

  it('whether a source is connected is decided by the user otherwise', () => {
    expect(isConnected(source({ mode: 'on' }), {})).toBe(true);
    expect(isConnected(source({ mode: 'off' }), { AWS_PROFILE: 'fleet' })).toBe(false);
  });
});

describe('the region', () => {
  it('the region is the source\u2019s own before the environment\u2019s', async () => {
    const env = { AWS_REGION: 'us-west-2' };
    const own = await resolveConnection(source({ region: 'eu-central-1' }), env);
    expect(own.region).toBe('eu-central-1');
    expect((await resolveConnection(source(), env)).region).toBe('us-west-2');
  });
});

describe('a region that is none', () => {
  it.each([
    ['EU-CENTRAL-1', 'eu-central-1'],
    ['eu central 1', null],
    [' "us-east-1" ', 'us-east-1'],
    ['Us_East_1', 'us-east-1'],
    ['eu - west - 1', 'eu-west-1'],
    ['US-WEST-2A', 'us-west-2'],
    ['Frankfurt', null],
  ])('is reported with a suggestion: %s', async (AWS_REGION, meant) => {
    await expect(resolveConnection(source(), { AWS_REGION })).rejects.toMatchObject({
      error: {
        code: 'not-configured',
        message: expect.stringContaining('in AWS_REGION') as string,
        hint: expect.stringContaining(meant === null ? 'e.g.' : `Write ${meant}:`) as string,
      },
    });
  });

  it('is not one that only has spaces around it', async () => {
    const { region } = await resolveConnection(source({ region: ' eu-west-1 ' }), {});
    expect(region).toBe('eu-west-1');
    const found = await resolveConnection(source(), { AWS_REGION: ' eu-west-1\n' });
    expect(found.region).toBe('eu-west-1');
  });
});
