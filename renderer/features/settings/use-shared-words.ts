import { useI18n } from 'vue-i18n';
import { ALERT_KINDS, STATE_KINDS, type AlertKind } from '../../../contract/alerts.ts';
import { isMetricId } from '../../../contract/metrics.ts';
import { partsOf } from '../../../contract/shared-paths.ts';
import type { SharedProblem, SharedReason, SharedValue } from '../../../contract/sharing.ts';
import { ruleSchema } from '../../../contract/threshold-rules.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useMetricFormat } from '../../lib/use-metric-format.ts';
import { useMetricNames } from '../../lib/use-metric-names.ts';
import { useReasons } from '../../lib/use-reasons.ts';
import { useSettingsStore } from '../../stores/settings.ts';
import { useRuleWords } from '../alerts/use-rule-words.ts';

type SharedObject = Readonly<Record<string, SharedValue>>;

const isKind = (name: string): name is AlertKind => ALERT_KINDS.some((kind) => kind === name);
const isObject = (value: SharedValue): value is SharedObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The third part of a path that only states existence. */
const MEMBERS: ReadonlySet<string> = new Set(['label', 'mount']);

/**
 * Fields of a team's document, and their values, in words. Both come from others: unknown ones are shown as they are.
 */
export function useSharedWords() {
  const i18n = useI18n();
  const { t } = i18n;
  const te = (key: string): boolean => i18n.te(key);
  const { number, momentFromNow } = useFormat();
  const { short } = useMetricFormat();
  const { kindName } = useMetricNames();
  const { stateWords, thresholdWords } = useRuleWords();
  const { wordsOf } = useReasons();
  const store = useSettingsStore();

  function nameOf(field: string): string {
    if (isKind(field)) return kindName(field);
    const key = [`sharing.field.${field}`, `alerts.field.${field}`].find((each) => te(each));
    return key === undefined ? field : t(key);
  }

  /** A label, or a host: `label:production`. */
  const scopeOf = (key: string): string =>
    key.startsWith('label:')
      ? `${t('sharing.part.label')} ${key.slice('label:'.length)}`
      : key.replace(/^host:/u, '');

  /** The name of a thing that people know; null: it has only an id. */
  function thingOf(kind: string, id: string): string | null {
    if (kind === 'rule') return isKind(id) ? kindName(id) : id;
    if (kind === 'override') return scopeOf(id);
    const { channels, alerts } = store.settings;
    if (kind === 'channel') return channels.find((channel) => channel.id === id)?.name ?? id;
    if (kind === 'note') return null;
    if (kind !== 'maintenance') return id;
    const entry = alerts.maintenance.find((each) => each.id === id);
    if (entry === undefined) return null;
    return entry.scope.kind === 'label' ? entry.scope.label : entry.scope.hostname;
  }

  /** `Rule · CPU`, `Override · Label production · Memory` */
  function fieldWords(path: string): string {
    const [kind = '', id, ...names] = partsOf(path);
    const key = `sharing.part.${kind}`;
    const thing = id === undefined ? null : thingOf(kind, id);
    return [
      te(key) ? t(key) : kind,
      ...(thing === null ? [] : [thing]),
      // The limits of a rule stand for the rule; parts below a host are names.
      ...names
        .filter((name) => name !== 'limits')
        .map((name) => (MEMBERS.has(kind) ? name : nameOf(name))),
    ].join(' · ');
  }

  function reasonWords(why: SharedReason): string {
    switch (why.kind) {
      case 'schema':
        return wordsOf(why.reason);
      case 'too-many':
        return t('sharing.refused.too-many', { n: number(why.most) });
      default:
        return t(`sharing.refused.${why.kind}`);
    }
  }

  /** `Ignored: Rule · CPU · Clears below: Must not be above the threshold.` */
  function problemWords({ field, why }: SharedProblem): string {
    const at = why.kind === 'schema' ? why.at.map(nameOf) : [];
    const place = [fieldWords(field), ...at].filter((part) => part !== '').join(' · ');
    return t('sharing.problem', { field: place, reason: reasonWords(why) });
  }

  /** The rule of an override; null if it is unknown. */
  function ruleWords(kind: string, rule: SharedObject): string | null {
    if (!isKind(kind)) return null;
    if (!isMetricId(kind)) {
      const state = STATE_KINDS.find((each) => each === kind);
      return state === undefined || typeof rule['enabled'] !== 'boolean'
        ? null
        : stateWords(state, rule as { enabled: boolean });
    }
    const parsed = ruleSchema(kind).safeParse(rule);
    return parsed.success ? thresholdWords(kind, parsed.data) : null;
  }

  /** A rule's value with its unit, a time as one, anything else unchanged. */
  function plainWords(kind: string, field: string, value: SharedValue): string {
    if (typeof value === 'boolean') return t(value ? 'sharing.on' : 'sharing.no');
    if (typeof value === 'number') {
      if (field.endsWith('Minutes')) return `${number(value)}\u202f${t('alerts.minutes')}`;
      if (field === 'from' || field === 'until' || field === 'at') return momentFromNow(value);
      if (field === 'percent') return `${number(value)}\u202f%`;
      return isMetricId(kind) ? short(kind, value) : number(value, Number.isInteger(value) ? 0 : 1);
    }
    if (typeof value === 'string') return field === 'kinds' ? nameOf(value) : value;
    if (value === null) return t('sharing.removed');
    if (!isObject(value)) return value.map((each) => plainWords(kind, field, each)).join(', ');
    return Object.entries(value)
      .map(([name, each]) => `${nameOf(name)} ${plainWords(kind, name, each)}`)
      .join(', ');
  }

  /** `At or above 90 %, Clears below 80 %`, `removed` */
  function valueWords(path: string, value: SharedValue | null): string {
    const [kind = '', id = '', name] = partsOf(path);
    if (value === null) return t('sharing.removed');
    if (value === true && (name === undefined || MEMBERS.has(kind))) return t('sharing.kept');
    if (kind === 'override' && name !== undefined && isObject(value)) {
      const words = ruleWords(name, value);
      if (words !== null) return words;
    }
    return plainWords(kind === 'override' ? (name ?? '') : id, name ?? '', value);
  }

  return { fieldWords, problemWords, valueWords };
}
