import { metrics } from './metrics.ts';

/** Messages to channels. `|` divides singular from plural, chosen by `n`; `{…}` is a value. */
export const channel = {
  ...metrics,
  channel: {
    firing: {
      offline: {
        one: '{host} went offline',
        many: '{n} host went offline | {n} hosts went offline',
      },
      metric: {
        one: '{host}: {metric} at {value}',
        many: '{n} host: {metric} beyond its threshold | {n} hosts: {metric} beyond their thresholds',
      },
    },
    resolved: {
      offline: { one: '{host} is back', many: '{n} host is back | {n} hosts are back' },
      metric: {
        one: '{host}: {metric} is back to normal',
        many: '{n} host: {metric} is back to normal | {n} hosts: {metric} is back to normal',
      },
    },
    reminder: 'Still on: {title}',
    acknowledged: 'Acknowledged: {title}',
    since: '{host}: since {from}',
    sinceValue: '{host}: {value} (threshold {threshold}), since {from}',
    span: '{host}: {from} to {to}',
    more: 'and {n} more',
    test: { title: 'Test from Py-Perf Desktop', text: 'This channel works. Nothing is wrong.' },
  },
};

/** The form that the messages to channels have in every language. */
export type ChannelTexts = typeof channel;
