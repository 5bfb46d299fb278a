import { describe, expect, it } from 'vitest';
import {
  addressKind,
  checkedAddresses,
  refuseAddress,
} from '../../../../platform/net/address-check.ts';

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '172.32.0.1',
    '100.63.0.1',
    '64:ff9b::808:808',
  ])('%s leads to the internet', (address) => {
    expect(addressKind(address)).toBe('public');
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fd12:3456::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '2002:7f00:1::',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::8.8.8.8',
    '[::1]',
  ])('%s leads to this machine or a private network', (address) => {
    expect(addressKind(address)).toBe('private');
  });

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '168.63.129.16',
    '100.100.100.200',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    'example.com',
  ])('%s is never connected to', (address) => {
    expect(addressKind(address)).toBe('never');
    expect(() => {
      refuseAddress('name', address, 'any');
    }).toThrow('nothing is ever sent there');
  });
});

describe('a name', () => {
  it('that resolves to this machine is refused unless private addresses are allowed', async () => {
    await expect(checkedAddresses('localhost', 'public')).rejects.toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(await checkedAddresses('localhost', 'any')).not.toHaveLength(0);
  });
});
