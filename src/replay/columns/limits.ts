import type { KubeObject } from '../../model/object.ts';
import { asMapping, asText, at } from '../narrow.ts';
import { ageColumn, countColumn, looseCountColumn, nameColumn, textColumn, type Column } from './column.ts';
import { autoscalerTargets } from './autoscaler-targets.ts';

/** What `kubectl get resourcequotas` shows. */
export const quotaColumns: readonly Column[] = [
  nameColumn,
  { name: 'Request', cell: (quota) => usage(quota, false) },
  { name: 'Limit', cell: (quota) => usage(quota, true) },
  ageColumn,
];

/** What `kubectl get poddisruptionbudgets` shows. */
export const budgetColumns: readonly Column[] = [
  nameColumn,
  { name: 'Min Available', cell: (budget) => asText(at(budget, 'spec', 'minAvailable')) || 'N/A' },
  { name: 'Max Unavailable', cell: (budget) => asText(at(budget, 'spec', 'maxUnavailable')) || 'N/A' },
  countColumn('Allowed Disruptions', 'status', 'disruptionsAllowed'),
  ageColumn,
];

/** What `kubectl get horizontalpodautoscalers` shows. */
export const autoscalerColumns: readonly Column[] = [
  nameColumn,
  { name: 'Reference', cell: scaleTarget },
  { name: 'Targets', cell: autoscalerTargets },
  { name: 'MinPods', cell: (scaler) => asText(at(scaler, 'spec', 'minReplicas')) || '<unset>' },
  looseCountColumn('MaxPods', 'spec', 'maxReplicas'),
  looseCountColumn('Replicas', 'status', 'currentReplicas'),
  ageColumn,
];

/** What `kubectl get priorityclasses` shows. */
export const priorityClassColumns: readonly Column[] = [
  nameColumn,
  countColumn('Value', 'value'),
  { name: 'Global-Default', type: 'boolean', cell: (one) => one['globalDefault'] === true },
  ageColumn,
  textColumn('PreemptionPolicy', 'preemptionPolicy'),
];

/** `cpu: 1/4, pods: 3/10`, by name; what begins with `limits.` stands in a column of its own. */
function usage(quota: KubeObject, ofLimits: boolean): string {
  const used = asMapping(at(quota, 'status', 'used'));
  const hard = Object.entries(asMapping(at(quota, 'status', 'hard')));
  return hard
    .filter(([name]) => name.startsWith('limits.') === ofLimits)
    .map(([name, most]) => `${name}: ${asText(used[name]) || '0'}/${asText(most)}`)
    .sort()
    .join(', ');
}

function scaleTarget(scaler: KubeObject): string {
  const target = at(scaler, 'spec', 'scaleTargetRef');
  return `${asText(at(target, 'kind'))}/${asText(at(target, 'name'))}`;
}
