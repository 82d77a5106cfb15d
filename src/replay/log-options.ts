import { parseTime } from '../text/time.ts';
import type { HttpAnswer } from './http-answer.ts';
import { numberFault, numberOf } from './query-values.ts';
import { badRequest, forbiddenField, invalid, type FieldFault } from './status-answers.ts';

/**
 * The refusal of a log whose parameters are none or contradict each other; undefined where they are fine. Source:
 * `ValidatePodLogOptions` of Kubernetes 1.34, without the streams, which are behind a gate.
 */
export function refusedLogOptions(query: URLSearchParams, pod: string): HttpAnswer | undefined {
  const fault = numberFault(query, ['sinceSeconds', 'tailLines', 'limitBytes']) ?? timeFault(query.get('sinceTime'));
  if (fault !== undefined) return badRequest(fault);
  const faults = faultsOf(query);
  return faults.length === 0 ? undefined : invalid({ plural: 'PodLogOptions', group: '', name: pod }, faults);
}

function timeFault(time: string | null): string | undefined {
  if (time === null || parseTime(time) !== undefined) return undefined;
  const quoted = JSON.stringify(time);
  return `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`;
}

function faultsOf(query: URLSearchParams): readonly FieldFault[] {
  const faults = [
    ...atLeast(query, 'tailLines', 0),
    ...atLeast(query, 'limitBytes', 1),
    ...(query.has('sinceTime') ? [] : atLeast(query, 'sinceSeconds', 1)),
  ];
  if (query.has('sinceSeconds') && query.has('sinceTime')) {
    faults.push(forbiddenField('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified'));
  }
  if (query.has('stream')) faults.push(forbiddenField('stream', 'may not be specified'));
  return faults;
}

function atLeast(query: URLSearchParams, field: string, least: 0 | 1): FieldFault[] {
  const value = numberOf(query, field) ?? least;
  if (value >= least) return [];
  const rule = least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
  return [{ field, reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${rule}` }];
}
