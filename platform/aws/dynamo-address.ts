/** DynamoDB's own address in a region, by https. */
export function dynamoAddress(region: string): URL {
  return new URL(`https://dynamodb.${region}.${domainOf(region)}/`);
}

/** The domain of a region's partition: the world's, China's, or that of the European Sovereign Cloud. */
function domainOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}
