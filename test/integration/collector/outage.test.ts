import { describe, inject, it } from 'vitest';
import { expectOutageSurvived } from '../../support/collector/expect-campaign.ts';
import { surviveOutage } from '../../support/collector/outage.ts';

// The short form; `npm run test:long` has three days.
const HOURS = 3;

describe('with DynamoDB away for hours', () => {
  it.each(['reset', 'throttle', 'fail'] as const)(
    'after hours of "%s", every minute is stored in the end, newest uploaded first',
    async (kind) => {
      expectOutageSurvived(await surviveOutage(inject('dynamoEndpoint'), HOURS, kind), HOURS);
    },
  );
});
