import { inject, it } from 'vitest';
import { expectOutageSurvived } from '../../support/collector/expect-campaign.ts';
import { surviveOutage } from '../../support/collector/outage.ts';

const HOURS = 72;

it.each(['reset', 'throttle'] as const)('survives three days by "%s"', async (kind) => {
  expectOutageSurvived(await surviveOutage(inject('dynamoEndpoint'), HOURS, kind), HOURS);
});
