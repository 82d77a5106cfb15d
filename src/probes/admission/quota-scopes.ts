import { entry, field, list, text } from '../read.ts';

/** The scopes of a ResourceQuota in words: `NotTerminating`, `PriorityClass In (high)`; empty when it counts every pod. */
export function scopesOf(quota: unknown): readonly string[] {
  const plain = list(field(quota, 'spec.scopes')).map(text);
  return [...plain, ...rulesOf(quota).map(ruleWords)];
}

/**
 * Whether a quota counts a pod, by the scopes that a pod shows (`podMatchesScopeFunc`, pkg/quota/v1/evaluator/core/pods.go).
 * A scope that is not known here counts as matching.
 */
export function countsPod(quota: unknown, pod: unknown): boolean {
  const plain = list(field(quota, 'spec.scopes')).every((scope) => hasScope(pod, text(scope)));
  return plain && rulesOf(quota).every((rule) => followsRule(pod, rule));
}

function rulesOf(quota: unknown): readonly unknown[] {
  return list(field(quota, 'spec.scopeSelector.matchExpressions'));
}

function hasScope(pod: unknown, scope: string): boolean {
  const isTerminating = field(pod, 'spec.activeDeadlineSeconds') !== undefined;
  const isBestEffort = field(pod, 'status.qosClass') === 'BestEffort';
  if (scope === 'Terminating') return isTerminating;
  if (scope === 'NotTerminating') return !isTerminating;
  if (scope === 'BestEffort') return isBestEffort;
  return scope !== 'NotBestEffort' || !isBestEffort;
}

function followsRule(pod: unknown, rule: unknown): boolean {
  const scope = text(entry(rule, 'scopeName'));
  if (scope !== 'PriorityClass') return hasScope(pod, scope);
  const name = text(field(pod, 'spec.priorityClassName'));
  const values = list(entry(rule, 'values'));
  switch (entry(rule, 'operator')) {
    case 'In':
      return values.includes(name);
    case 'NotIn':
      return !values.includes(name);
    case 'DoesNotExist':
      return name === '';
    default:
      return name !== '';
  }
}

function ruleWords(rule: unknown): string {
  const values = list(entry(rule, 'values')).map(text);
  const listed = values.length === 0 ? [] : [`(${values.join(', ')})`];
  return [text(entry(rule, 'scopeName')), text(entry(rule, 'operator')), ...listed].join(' ');
}
