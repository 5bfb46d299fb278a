import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { AWS_REGIONS, isKnownRegion } from '../../../contract/aws-regions.ts';

it('the regions are those of the SDK, without the isolated ones', () => {
  const entry = createRequire(import.meta.url).resolve('@aws-sdk/core/client');
  const root = entry.slice(0, entry.indexOf('/dist-cjs/'));
  const text = readFileSync(
    join(root, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js'),
    'utf8',
  );
  const names = [...text.matchAll(/"([a-z]{2,4}(?:-[a-z]+)+-\d)": \{/gu)].map(
    ([, name = '']) => name,
  );
  expect(AWS_REGIONS).toEqual(
    names.filter((name) => !/-iso/u.test(name)).toSorted((a, b) => (a < b ? -1 : 1)),
  );
  expect([isKnownRegion('eu-central-1'), isKnownRegion('eu-centrl-1')]).toEqual([true, false]);
});
