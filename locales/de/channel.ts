import type { ChannelTexts } from '../en/channel.ts';
import { metrics } from './metrics.ts';

/** German. */
export const channel: ChannelTexts = {
  ...metrics,
  channel: {
    firing: {
      offline: {
        one: '{host} ist offline',
        many: '{n} Rechner ist offline | {n} Rechner sind offline',
      },
      metric: {
        one: '{host}: {metric} bei {value}',
        many: '{n} Rechner: {metric} jenseits der Schwelle | {n} Rechner: {metric} jenseits der Schwelle',
      },
    },
    resolved: {
      offline: {
        one: '{host} ist zurück',
        many: '{n} Rechner ist zurück | {n} Rechner sind zurück',
      },
      metric: {
        one: '{host}: {metric} wieder normal',
        many: '{n} Rechner: {metric} wieder normal | {n} Rechner: {metric} wieder normal',
      },
    },
    reminder: 'Dauert an: {title}',
    acknowledged: 'Bestätigt: {title}',
    since: '{host}: seit {from}',
    sinceValue: '{host}: {value} (Schwelle {threshold}), seit {from}',
    span: '{host}: {from} bis {to}',
    more: 'und {n} weitere',
    test: {
      title: 'Test von Py-Perf Desktop',
      text: 'Dieser Kanal funktioniert. Es liegt keine Störung vor.',
    },
  },
};
