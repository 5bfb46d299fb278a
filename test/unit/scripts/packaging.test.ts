import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Data } from 'resedit';
import { describe, expect, it } from 'vitest';
import { leastInfo } from '../../../scripts/after-pack.ts';
import { shippedFindings } from '../../../scripts/audit.ts';
import { mergeLicences, noticesText } from '../../../scripts/notices.ts';

const BUILD = join(import.meta.dirname, '../../../build');

describe('the notices', () => {
  const shipped = [
    { packages: ['b@1.0.0'], text: 'MIT of B\n' },
    { packages: ['zod@4.0.0'], text: 'MIT of Z' },
  ];

  it('put packages under the same text together, shipped and bundled ones alike', () => {
    const bundled = [
      { name: 'a', version: '2.0.0', identifier: 'MIT', text: 'MIT of B' },
      { name: 'zod', version: '4.0.0', identifier: 'MIT', text: 'MIT of Z' },
    ];
    expect(mergeLicences(shipped, bundled)).toEqual([
      { packages: ['a@2.0.0', 'b@1.0.0'], text: 'MIT of B' },
      { packages: ['zod@4.0.0'], text: 'MIT of Z' },
    ]);
  });

  it('name the licence of a package that brings no text', () => {
    const [only] = mergeLicences([], [{ name: 'a', version: '1.0.0', identifier: 'ISC' }]);
    expect(only).toEqual({ packages: ['a@1.0.0'], text: 'ISC' });
    expect(noticesText([{ packages: ['a@1.0.0'], text: 'ISC' }])).toMatch(/\na@1\.0\.0\n\nISC\n$/u);
  });
});

describe('the audit', () => {
  const weak = (name: string, severity = 'high'): [string, Finding] => [
    name,
    {
      name,
      severity,
      nodes: [`node_modules/${name}`],
      via: [{ title: 'reads too far', url: 'https://example.com/1' }],
    },
  ];
  type Finding = Parameters<typeof shippedFindings>[0]['vulnerabilities'][string];
  const lock = {
    packages: {
      'node_modules/yaml': { version: '2.0.0' },
      'node_modules/vue': { version: '3.0.0', dev: true },
      'node_modules/old/node_modules/vue': { version: '2.0.0', dev: true },
      'node_modules/electron': { version: '45.0.0', dev: true },
      'node_modules/eslint': { version: '10.0.0', dev: true },
    },
  };
  const bundled = [{ name: 'vue', version: '3.0.0' }];
  const findings = (...found: [string, Finding][]): string[] =>
    shippedFindings({ vulnerabilities: Object.fromEntries(found) }, lock, bundled);

  it('finds what is serious in dependencies, in what is bundled and in Electron', () => {
    expect(findings(weak('yaml'), weak('vue', 'critical'), weak('electron'))).toEqual([
      'yaml, high: reads too far (https://example.com/1)',
      'vue, critical: reads too far (https://example.com/1)',
      'electron, high: reads too far (https://example.com/1)',
    ]);
  });

  it('passes over tools, other versions of what is bundled, and what is not serious', () => {
    const [, vue] = weak('vue');
    const other: Finding = { ...vue, nodes: ['node_modules/old/node_modules/vue'] };
    expect(findings(weak('eslint'), ['vue', other], weak('yaml', 'moderate'))).toEqual([]);
  });
});

describe('leastInfo', () => {
  it('drops what asks for devices and plain HTTP to anywhere, and keeps the rest', () => {
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

describe('the icons', () => {
  it('for Windows hold every size from 16 to 256 pixels', () => {
    const { icons } = Data.IconFile.from(readFileSync(join(BUILD, 'icon.ico')));
    const sizes = icons.map(({ width }) => (width === 0 || width === undefined ? 256 : width));
    expect(sizes).toEqual(expect.arrayContaining([16, 24, 32, 48, 64, 128, 256]));
  });

  it('for macOS hold the sizes up to 1024 pixels', () => {
    const file = readFileSync(join(BUILD, 'icon.icns'));
    expect(file.subarray(0, 4).toString()).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const kinds: string[] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
      kinds.push(file.subarray(at, at + 4).toString());
    // 128, 256, 512 pixels, and 1024 as 512@2x.
    expect(kinds).toEqual(expect.arrayContaining(['ic07', 'ic08', 'ic09', 'ic10']));
  });

  it.each([16, 24, 32, 48, 64, 128, 256, 512])('for Linux: %i pixels', (size) => {
    const png = readFileSync(join(BUILD, `linux/${String(size)}x${String(size)}.png`));
    // Width and height of the header chunk.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });
});
