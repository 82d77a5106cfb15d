import type { KubeObject } from '../../model/object.ts';
import { asList, asNumber, asText, at } from '../narrow.ts';
import { ageColumn, ageOf, nameColumn, orNone, wide, type Column } from './column.ts';
import { podSummary } from './pod-summary.ts';

/** What `kubectl get pods` shows. */
export const podColumns: readonly Column[] = [
  nameColumn,
  { name: 'Ready', cell: (pod) => `${podSummary(pod).ready}/${podSummary(pod).containers}` },
  { name: 'Status', cell: (pod) => podSummary(pod).status },
  { name: 'Restarts', cell: restartsText },
  ageColumn,
  wide({ name: 'IP', cell: podIp }),
  wide({ name: 'Node', cell: (pod) => orNone(asText(at(pod, 'spec', 'nodeName'))) }),
  wide({ name: 'Nominated Node', cell: (pod) => orNone(asText(at(pod, 'status', 'nominatedNodeName'))) }),
  wide({ name: 'Readiness Gates', cell: readinessGates }),
];

const ENDED: Readonly<Record<string, string>> = {
  Succeeded: 'The pod has completed successfully.',
  Failed: 'The pod failed.',
};

/** What a table says of a whole row: of a pod that has ended, that it has. Other objects have no such conditions. */
export function podRowConditions(object: KubeObject): readonly object[] {
  const phase = object.kind === 'Pod' && object.apiVersion === 'v1' ? asText(at(object, 'status', 'phase')) : '';
  const message = ENDED[phase];
  return message === undefined ? [] : [{ type: 'Completed', status: 'True', reason: phase, message }];
}

function restartsText(pod: KubeObject, now: number): string {
  const { restarts, lastRestart } = podSummary(pod);
  return restarts === 0 || lastRestart === '' ? String(restarts) : `${restarts} (${ageOf(lastRestart, now)} ago)`;
}

function podIp(pod: KubeObject): string {
  const [first] = asList(at(pod, 'status', 'podIPs'));
  return orNone(asText(at(first, 'ip')) || asText(at(pod, 'status', 'podIP')));
}

function readinessGates(pod: KubeObject): string {
  const gates = asList(at(pod, 'spec', 'readinessGates')).map((gate) => asText(at(gate, 'conditionType')));
  if (gates.length === 0) return '<none>';
  const conditions = asList(at(pod, 'status', 'conditions'));
  const isTrue = (type: string): boolean =>
    conditions.some((condition) => at(condition, 'type') === type && at(condition, 'status') === 'True');
  return `${asNumber(gates.filter(isTrue).length)}/${gates.length}`;
}
