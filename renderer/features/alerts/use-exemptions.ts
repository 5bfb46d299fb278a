import { useI18n } from 'vue-i18n';
import type { AlertScope } from '../../../contract/alerts.ts';
import { ownRules, uncountedOf, type OwnRule } from '../../../contract/exemptions.ts';
import { hostKey, type HostRef } from '../../../contract/host.ts';
import { isMetricId } from '../../../contract/metrics.ts';
import { useFormat } from '../../lib/use-format.ts';
import { useMetricNames } from '../../lib/use-metric-names.ts';
import { useAlertsStore } from '../../stores/alerts.ts';
import { useClockStore } from '../../stores/clock.ts';
import { useLabelsStore } from '../../stores/labels.ts';
import { useRuleWords } from './use-rule-words.ts';

/** What applies to a host and not to others, in words. */
export function useExemptions() {
  const { t } = useI18n();
  const { momentFromNow } = useFormat();
  const { kindName } = useMetricNames();
  const { stateWords, thresholdWords } = useRuleWords();
  const alerts = useAlertsStore();
  const labels = useLabelsStore();
  const clock = useClockStore();

  const byWhat = (scope: AlertScope | undefined): string =>
    scope === undefined
      ? t('alerts.exempt.all')
      : scope.kind === 'host'
        ? t('alerts.exempt.host')
        : t('alerts.exempt.label', { label: scope.label });

  function ruleWords({ kind, override }: OwnRule): string {
    if (isMetricId(kind)) return thresholdWords(kind, override[kind] ?? alerts.settings[kind]);
    return stateWords(kind, override[kind] ?? alerts.settings[kind]);
  }

  /** One text each: disabled rules, overrides, ignored file systems, maintenance. */
  function exemptionsOf(host: HostRef): string[] {
    const own = labels.labelsOf(hostKey(host));
    const { settings } = alerts;
    const maintenance = alerts.maintenanceOf(host, clock.now);
    return [
      ...ownRules(host, own, settings.overrides).map((rule) =>
        t('alerts.exempt.rule', {
          rule: `${kindName(rule.kind)} ${ruleWords(rule)}`,
          by: byWhat(rule.scope),
        }),
      ),
      ...uncountedOf(host, own, settings).map(({ mount, scope }) =>
        t('alerts.exempt.mount', { mount, by: byWhat(scope) }),
      ),
      ...(maintenance === null
        ? []
        : [t('alerts.exempt.maintenance', { time: momentFromNow(maintenance.until) })]),
    ];
  }

  return { exemptionsOf };
}
