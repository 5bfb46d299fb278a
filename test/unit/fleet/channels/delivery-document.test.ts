import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alertId,
  matched,
  parseDeliveries,
  pruned,
  sentAlert,
  deliveriesText,
  withDelivered,
  withMessage,
  type KnownAlert,
  type DeliveryDocument,
} from '../../../../fleet/channels/delivery-document.ts';
import { checkProperty } from '../../../support/property.ts';

const NOW = 1_795_000_020;
const EMPTY: DeliveryDocument = { fleet: 'f', alerts: [], open: [] };

function alert(hostname: string, startedAt: number, endedAt: number | null = null): KnownAlert {
  return { hostname, kind: 'cpu', startedAt, endedAt };
}

function told(hostname: string, startedAt: number, endedAt: number | null = null) {
  return sentAlert('f', alert(hostname, startedAt, endedAt), 'i', NOW);
}

describe('an alert that was told', () => {
  it('has the same id from any sender, within its first minute', () => {
    expect(alertId('f', alert('web', NOW))).toBe(alertId('f', alert('web', NOW + 39)));
    expect(alertId('f', alert('web', NOW))).not.toBe(alertId('f', alert('web', NOW + 60)));
    expect(alertId('f', alert('web', NOW))).not.toBe(alertId('g', alert('web', NOW)));
  });

  it('is recognised if another program sees it begin some minutes earlier or later', () => {
    expect(matched([alert('web', NOW + 180)], [told('web', NOW)])[0]?.hostname).toBe('web');
    expect(matched([alert('web', NOW + 900)], [told('web', NOW)])).toEqual([null]);
  });

  it('is not mistaken for the next one of its host', () => {
    const first = told('web', NOW, NOW + 120);
    const second = alert('web', NOW + 240);
    expect(matched([alert('web', NOW, NOW + 120), second], [first])).toEqual([first, null]);
    expect(matched([second], [first])).toEqual([null]);
  });

  it('matches at most one in the store', () => {
    checkProperty(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(40), fc.nat(9)), { maxLength: 12 }),
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(40), fc.nat(9)), { maxLength: 12 }),
        (stored, before) => {
          const make = ([name, at, length]: [string, number, number]) =>
            alert(name, NOW + at * 60, length === 0 ? null : NOW + (at + length) * 60);
          const found = matched(
            stored.map(make),
            before.map((each) => sentAlert('f', make(each), 'i', NOW)),
          ).filter((each) => each !== null);
          expect(new Set(found).size).toBe(found.length);
        },
      ),
    );
  });
});

describe('the document of what was told', () => {
  const message = {
    id: 'm',
    at: NOW,
    state: 'firing' as const,
    alerts: ['a'],
    incident: 'm',
    closes: [],
    channels: ['one', 'two'],
  };

  it('survives its text form', () => {
    const document = withMessage(EMPTY, message, [told('web', NOW)]);
    expect(parseDeliveries(deliveriesText(document))).toEqual(document);
  });

  it('forgets a message once all of its channels have it', () => {
    const begun = withMessage(EMPTY, message, [told('web', NOW)]);
    const half = withDelivered(begun, 'm', 'one');
    expect(half.open).toMatchObject([{ channels: ['two'] }]);
    expect(withDelivered(half, 'm', 'two').open).toEqual([]);
  });

  it('stays under 250 KB: the oldest ended alerts go first', () => {
    const alerts = Array.from({ length: 5000 }, (_, i) =>
      sentAlert('f', alert(`host-${String(i)}`, NOW, i % 2 === 0 ? null : NOW + 60), 'i', NOW + i),
    );
    const text = deliveriesText({ ...EMPTY, alerts });
    expect(text.length).toBeLessThanOrEqual(250_000);
    const kept = parseDeliveries(text)?.alerts ?? [];
    expect(kept.filter(({ endedAt }) => endedAt === null).length).toBeGreaterThan(
      kept.filter(({ endedAt }) => endedAt !== null).length,
    );
  });

  it.each(['', '{}', '{"v":2,"fleet":"f","alerts":[],"open":[]}', '[]'])(
    'that cannot be read counts as absent: %j',
    (text) => {
      expect(parseDeliveries(text)).toBeNull();
    },
  );

  it('forgets alerts that ended two days ago', () => {
    const document = { ...EMPTY, alerts: [told('a', NOW, NOW + 60), told('b', NOW)] };
    const left = pruned(document, NOW + 3 * 86_400).alerts.map(({ hostname }) => hostname);
    expect(left).toEqual(['b']);
  });
});
