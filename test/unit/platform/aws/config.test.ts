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
