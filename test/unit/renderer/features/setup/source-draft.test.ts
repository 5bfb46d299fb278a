import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type SourceConfig } from '../../../../../contract/settings.ts';
import {
  draftOf,
  newSourceId,
  parseDraft,
} from '../../../../../renderer/features/setup/source-draft.ts';
import { reasonOf } from '../../../../../contract/issue-reasons.ts';

const [source] = DEFAULT_SETTINGS.sources as [SourceConfig];

describe('parseDraft', () => {
  it('returns the draft’s original source', () => {
    const full: SourceConfig = {
      ...source,
      mode: 'on',
      region: 'eu-central-1',
      profile: 'production',
      endpoint: 'http://127.0.0.1:8000',
      role: { arn: 'arn:aws:iam::123456789012:role/viewer', externalId: 'fleet' },
    };
    expect(parseDraft(draftOf(full))).toMatchObject({ success: true, data: full });
    expect(parseDraft(draftOf(source))).toMatchObject({ success: true, data: source });
  });

  it('keeps the permission for plain http only for an address that needs it', () => {
    const allowed = { ...draftOf(source), plainHttp: true };
    expect(parseDraft({ ...allowed, endpoint: 'http://10.0.0.7:8000' })).toMatchObject({
      data: { plainHttp: true },
    });
    for (const endpoint of ['https://10.0.0.7', 'http://127.0.0.1:8000', '']) {
      const parsed = parseDraft({ ...allowed, endpoint });
      expect(parsed.success).toBe(true);
      expect(parsed).not.toHaveProperty('data.plainHttp');
    }
  });

  it('leaves out empty fields', () => {
    const parsed = parseDraft({ ...draftOf(source), region: '  ', endpoint: ' ' });
    expect(parsed.success).toBe(true);
    expect(Object.keys(parsed.data ?? {})).not.toContain('region');
  });

  it('names the field and the reason', () => {
    const draft = draftOf(source);
    const parsed = parseDraft({
      ...draft,
      region: 'Frankfurt!',
      endpoint: 'ftp://x',
      tables: { ...draft.tables, system: 'a b' },
    });
    const problems = (parsed.error?.issues ?? []).map((issue) => [
      issue.path.join('.'),
      reasonOf(issue).key,
    ]);
    expect(Object.fromEntries(problems)).toEqual({
      region: 'region',
      endpoint: 'address',
      'tables.system': 'tableName',
    });
  });
});

describe('newSourceId', () => {
  it('creates a valid and unused id', () => {
    expect(newSourceId('Ünser Account №2', [])).toMatch(/^[a-z0-9-]{1,40}$/u);
    expect(newSourceId('AWS', ['aws', 'aws-2'])).toBe('aws-3');
    expect(newSourceId('日本', [])).toBe('source');
  });
});
