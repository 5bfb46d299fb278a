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
      rebooted: { one: '{host} rebooted', many: '{n} host rebooted | {n} hosts rebooted' },
      slower: {
        one: '{host}: {function} takes {percent}% longer | {host}: {function} take up to {percent}% longer',
        many: 'Functions take longer on {n} host | Functions take longer on {n} hosts',
      },
      filling: {
        one: '{host}: disk full {when}',
        many: '{n} disk fills up | {n} disks fill up',
      },
      cost: {
        one: '{host}: reading has cost {cost} this month',
        many: '{n} source is over its cost limit | {n} sources are over their cost limits',
      },
      unusual: {
        one: '{host}: {metric} is unusual at {value}',
        many: '{n} host is unusual | {n} hosts are unusual',
      },
      other: {
        one: '{host}: alert “{kind}”',
        many: '{n} host: alert “{kind}” | {n} hosts: alert “{kind}”',
      },
      metric: {
        one: '{host}: {metric} at {value}',
        many: '{n} host: {metric} beyond its threshold | {n} hosts: {metric} beyond their thresholds',
      },
    },
    resolved: {
      offline: { one: '{host} is back', many: '{n} host is back | {n} hosts are back' },
      slower: {
        one: '{host}: functions are as fast as before',
        many: 'Functions are as fast as before on {n} host | Functions are as fast as before on {n} hosts',
      },
      filling: {
        one: '{host}: the disk no longer fills up soon',
        many: '{n} disk no longer fills up soon | {n} disks no longer fill up soon',
      },
      cost: {
        one: '{host}: this month’s cost is back within its limit',
        many: '{n} source is back within its cost limit | {n} sources are back within their cost limits',
      },
      unusual: {
        one: '{host} is back to its usual range',
        many: '{n} host is back to its usual range | {n} hosts are back to their usual range',
      },
      other: {
        one: '{host}: alert “{kind}” is over',
        many: '{n} host: alert “{kind}” is over | {n} hosts: alert “{kind}” is over',
      },
      metric: {
        one: '{host}: {metric} is back to normal',
        many: '{n} host: {metric} is back to normal | {n} hosts: {metric} is back to normal',
      },
    },
    reminder: 'Still firing: {title}',
    acknowledged: 'Acknowledged: {title}',
    at: '{host}: {from}',
    fills: '{host}: full {when}, found {from}',
    slower:
      '{host}: {function} takes {percent}% longer, found {from} | {host}: {function} take up to {percent}% longer, found {from}',
    costs: '{host}: {cost} this month so far (limit {limit}), found {from}',
    soon: 'soon',
    fromDays: 'in {n} day at the earliest | in {n} days at the earliest',
    betweenDays: 'in {days} to {n} day | in {days} to {n} days',
    noted: '{line}: “{note}”',
    since: '{host}: since {from}',
    sinceValue: '{host}: {value} (threshold {threshold}), since {from}',
    unusual: {
      most: '{host}: {metric} {value}, usually at most {threshold} at this hour; since {from}',
      least: '{host}: {metric} {value}, usually at least {threshold} at this hour; since {from}',
    },
    span: '{host}: {from} to {to}',
    more: 'and {n} more',
    test: { title: 'Test from Py-Perf Desktop', text: 'This channel works. Nothing is wrong.' },
  },
};

/** The form that the messages to channels have in every language. */
export type ChannelTexts = typeof channel;
