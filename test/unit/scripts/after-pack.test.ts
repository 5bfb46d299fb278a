import { describe, expect, it } from 'vitest';
import { leastInfo } from '../../../scripts/after-pack.ts';

describe('leastInfo', () => {
  it('drops requests for devices and plain HTTP to anywhere, and keeps the rest', () => {
    const local = { NSAllowsLocalNetworking: true, NSExceptionDomains: { localhost: {} } };
    const info = leastInfo({
      CFBundleName: 'App',
      NSCameraUsageDescription: 'camera',
      NSAppTransportSecurity: { ...local, NSAllowsArbitraryLoads: true },
    });
    expect(info).toEqual({
      CFBundleName: 'App',
      NSAppTransportSecurity: { ...local, NSAllowsArbitraryLoads: false },
    });
  });
});
