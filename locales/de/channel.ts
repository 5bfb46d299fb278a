import type { ChannelTexts } from '../en/channel.ts';
import { metrics } from './metrics.ts';

/** German. */
export const channel: ChannelTexts = {
  ...metrics,
  channel: {
    firing: {
      offline: {
        one: '{host} ist offline',
        many: '{n} Host ist offline | {n} Hosts sind offline',
      },
      rebooted: {
        one: '{host} wurde neu gestartet',
        many: '{n} Host wurde neu gestartet | {n} Hosts wurden neu gestartet',
      },
      slower: {
        one: '{host}: {function} dauert {percent} % länger | {host}: {function} dauern bis zu {percent} % länger',
        many: 'Funktionen dauern auf {n} Host länger | Funktionen dauern auf {n} Hosts länger',
      },
      filling: {
        one: '{host}: Platte voll {when}',
        many: '{n} Platte läuft voll | {n} Platten laufen voll',
      },
      cost: {
        one: '{host}: Lesen hat diesen Monat {cost} gekostet',
        many: 'Lesen kostet bei {n} Quelle mehr als erlaubt | Lesen kostet bei {n} Quellen mehr als erlaubt',
      },
      unusual: {
        one: '{host}: {metric} ungewöhnlich bei {value}',
        many: '{n} Host ist ungewöhnlich | {n} Hosts sind ungewöhnlich',
      },
      other: {
        one: '{host}: Warnung „{kind}“',
        many: '{n} Host: Warnung „{kind}“ | {n} Hosts: Warnung „{kind}“',
      },
      metric: {
        one: '{host}: {metric} bei {value}',
        many: '{n} Host: {metric} jenseits der Schwelle | {n} Hosts: {metric} jenseits der Schwelle',
      },
    },
    resolved: {
      offline: {
        one: '{host} ist zurück',
        many: '{n} Host ist zurück | {n} Hosts sind zurück',
      },
      slower: {
        one: '{host}: Funktionen sind so schnell wie zuvor',
        many: 'Funktionen sind auf {n} Host so schnell wie zuvor | Funktionen sind auf {n} Hosts so schnell wie zuvor',
      },
      filling: {
        one: '{host}: Die Platte läuft nicht mehr bald voll',
        many: '{n} Platte läuft nicht mehr bald voll | {n} Platten laufen nicht mehr bald voll',
      },
      cost: {
        one: '{host}: Die Kosten des Monats liegen unter der Grenze',
        many: '{n} Quelle liegt unter ihrer Kostengrenze | {n} Quellen liegen unter ihren Kostengrenzen',
      },
      unusual: {
        one: '{host} ist wieder wie gewohnt',
        many: '{n} Host ist wieder wie gewohnt | {n} Hosts sind wieder wie gewohnt',
      },
      other: {
        one: '{host}: Warnung „{kind}“ vorbei',
        many: '{n} Host: Warnung „{kind}“ vorbei | {n} Hosts: Warnung „{kind}“ vorbei',
      },
      metric: {
        one: '{host}: {metric} wieder normal',
        many: '{n} Host: {metric} wieder normal | {n} Hosts: {metric} wieder normal',
      },
    },
    reminder: 'Dauert an: {title}',
    acknowledged: 'Bestätigt: {title}',
    at: '{host}: {from}',
    fills: '{host}: voll {when}, erkannt {from}',
    slower:
      '{host}: {function} dauert {percent} % länger, bemerkt {from} | {host}: {function} dauern bis zu {percent} % länger, bemerkt {from}',
    costs: '{host}: diesen Monat bisher {cost} (Grenze {limit}), bemerkt {from}',
    soon: 'bald',
    fromDays: 'frühestens in {n} Tag | frühestens in {n} Tagen',
    betweenDays: 'in {days} bis {n} Tag | in {days} bis {n} Tagen',
    noted: '{line}: „{note}“',
    since: '{host}: seit {from}',
    sinceValue: '{host}: {value} (Schwelle {threshold}), seit {from}',
    unusual: {
      most: '{host}: {metric} {value}, sonst zu dieser Stunde höchstens {threshold}; seit {from}',
      least: '{host}: {metric} {value}, sonst zu dieser Stunde mindestens {threshold}; seit {from}',
    },
    span: '{host}: {from} bis {to}',
    more: 'und {n} weitere',
    test: {
      title: 'Test von Py-Perf Desktop',
      text: 'Dieser Kanal funktioniert. Es liegt keine Störung vor.',
    },
  },
};
