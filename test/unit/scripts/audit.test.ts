import { describe, expect, it } from 'vitest';
import { shippedFindings } from '../../../scripts/audit.ts';

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

  it('finds serious vulnerabilities in dependencies, bundled packages and Electron', () => {
    expect(findings(weak('yaml'), weak('vue', 'critical'), weak('electron'))).toEqual([
      'yaml, high: reads too far (https://example.com/1)',
      'vue, critical: reads too far (https://example.com/1)',
      'electron, high: reads too far (https://example.com/1)',
    ]);
  });

  it('ignores tools, other versions of bundled packages, and minor vulnerabilities', () => {
    const [, vue] = weak('vue');
    const other: Finding = { ...vue, nodes: ['node_modules/old/node_modules/vue'] };
    expect(findings(weak('eslint'), ['vue', other], weak('yaml', 'moderate'))).toEqual([]);
  });
});
