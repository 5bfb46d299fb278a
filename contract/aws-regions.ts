/**
 * Publicly available regions, as the AWS SDK lists them; isolated government regions are left out. New
 * regions appear every year: one that is missing here still works.
 */
export const AWS_REGIONS = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eusc-de-east-1',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'me-west-1',
  'mx-central-1',
  'sa-east-1',
  'sa-west-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
] as const;

/** Whether a region was known when this version was released. */
export function isKnownRegion(region: string): boolean {
  return (AWS_REGIONS as readonly string[]).includes(region);
}

/** Whether a text has the form of a region name, known or not. */
export function isRegionName(text: string): boolean {
  return /^[a-z0-9-]{3,40}$/u.test(text);
}

/**
 * The known region meant by a misspelt name: in capitals, in quotes, with spaces or underscores, or
 * with the letter of an availability zone; null: none.
 */
export function regionMeant(text: string): string | null {
  const name = text
    .toLowerCase()
    .replaceAll(/["'\s]/gu, '')
    .replaceAll(/[_\u2010-\u2014]/gu, '-');
  return [name, name.replace(/[a-f]$/u, '')].find(isKnownRegion) ?? null;
}
