import { appFailure } from '../../contract/errors.ts';
import type { ChannelHandlers } from '../../contract/requests.ts';
import { LaterFailure } from '../../fleet/channels/deliver.ts';
import type { FleetEngine } from '../../fleet/engine.ts';
import { nowSeconds, type Clock } from '../../platform/clock.ts';

/** Requests about the receivers of alerts. */
export function channelHandlers(engine: FleetEngine, clock: Clock): ChannelHandlers {
  return {
    channelsState: () => engine.channels?.state() ?? { channels: [], dispatchers: [] },
    testChannel: async ({ channel, secrets }) => {
      try {
        await engine.channels?.test(channel, secrets);
      } catch (error) {
        if (!(error instanceof LaterFailure)) throw error;
        throw appFailure('throttled', error.message, 'Try again in a while.', error);
      }
      return { sentAt: nowSeconds(clock) };
    },
  };
}
