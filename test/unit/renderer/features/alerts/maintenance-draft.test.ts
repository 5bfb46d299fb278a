import { describe, expect, it } from 'vitest';
import { maintenanceSchema, type Maintenance } from '../../../../../contract/alerts.ts';
import {
  maintenanceDraft,
  maintenanceFromNow,
  parseMaintenance,
} from '../../../../../renderer/features/alerts/maintenance-draft.ts';

const scope = { kind: 'label', label: 'db' } as const;
/** 2023-11-14 22:13:20 UTC. */
const context = { now: 1_700_000_000, zone: 'utc' } as const;
const entry: Maintenance = {
  id: 'disks',
  scope,
  from: 1_700_000_040,
  until: 1_700_003_640,
  note: 'new disks',
};

describe('a form of maintenance', () => {
  it('keeps the edited maintenance, to the minute', () => {
    const draft = maintenanceDraft(entry, null, context);
    expect(draft).toMatchObject({ length: 'times', from: '2023-11-14T22:14' });
    expect(maintenanceSchema.parse(parseMaintenance(draft, context))).toEqual(entry);
  });

  it('a form of maintenance defaults to an hour from now', () => {
    const draft = maintenanceDraft(null, scope, context);
    const parsed = maintenanceSchema.parse(parseMaintenance(draft, context));
    expect(parsed).toMatchObject({ scope, from: context.now, until: context.now + 3600 });
    const day = parseMaintenance({ ...draft, length: '24' }, context);
    expect(day.until).toBe(context.now + 86_400);
  });

  it('a form of maintenance with an invalid time, or in the wrong order, is refused', () => {
    const draft = { ...maintenanceDraft(entry, null, context), until: '' };
    expect(maintenanceSchema.safeParse(parseMaintenance(draft, context)).success).toBe(false);
    const swapped = { ...draft, until: '2023-11-14T22:00' };
    const refused = maintenanceSchema.safeParse(parseMaintenance(swapped, context));
    expect(refused.error?.issues[0]?.path).toEqual(['until']);
  });

  it('a form of maintenance of a host can begin now', () => {
    const parsed = maintenanceSchema.safeParse(maintenanceFromNow(scope, 4, context.now));
    expect(parsed.data?.until).toBe(context.now + 14_400);
  });
});
