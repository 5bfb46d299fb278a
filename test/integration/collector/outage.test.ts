import { describe, inject, it } from 'vitest';
import { expectOutageSurvived } from '../../support/collector/expect-campaign.ts';
import { surviveOutage } from '../../support/collector/outage.ts';

// The short form; `npm run test:long` has three days.
const HOURS = 3;

describe('with DynamoDB away for hours', () => {
  it.each(['reset', 'throttle', 'fail'] as const)(
    'with DynamoDB away for hours by "%s", every minute is there in the end, and the newest goes first',
    async (kind) => {
      expectOutageSurvived(await surviveOutage(inject('dynamoEndpoint'), HOURS, kind), HOURS);
    },
  );
});
