import type { HttpAnswer } from './http-answer.ts';
import { isSet, numberFault } from './query-values.ts';
import { badRequest, forbiddenField, invalid, statusAnswer, type FieldFault } from './status-answers.ts';

/**
 * The refusal of a list or watch whose parameters contradict each other or are none; undefined where they are fine.
 * Source: `ValidateListOptions` of Kubernetes 1.34 (`meta/internalversion/validation`) and what the storage says of
 * versions. `newest` is the resourceVersion of the capture.
 */
export function refusedOptions(query: URLSearchParams, newest: string): HttpAnswer | undefined {
  const notANumber = numberFault(query, ['limit', 'timeoutSeconds']);
  if (notANumber !== undefined) return badRequest(notANumber);
  const faults = isSet(query, 'watch') ? watchFaults(query) : listFaults(query);
  if (faults.length > 0) return invalid({ plural: 'ListOptions', group: 'meta.k8s.io', name: '' }, faults);
  if (!isSet(query, 'watch') && query.get('continue')) return undefined;
  return refusedVersion(query, newest, isSet(query, 'watch') ? 'watch' : 'list');
}

/** The same for a resourceVersion: a watch waits for one that is yet to come, the others don't. */
export function refusedVersion(
  query: URLSearchParams,
  newest: string,
  asked: 'list' | 'watch' | 'get',
): HttpAnswer | undefined {
  const version = query.get('resourceVersion') ?? '';
  if (/^\d*$/.test(version)) return asked === 'watch' ? undefined : tooLarge(version, newest);
  const quoted = JSON.stringify(version);
  const message = `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
  return asked === 'list' ? badRequest(`invalid resource version: ${message}`) : statusAnswer({ code: 500, message });
}

const MATCH = 'resourceVersionMatch';

function tooLarge(version: string, newest: string): HttpAnswer | undefined {
  if (Number(version) <= Number(newest)) return undefined;
  const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' };
  return statusAnswer({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${version}, current: ${newest}`,
    details: { causes: [cause], retryAfterSeconds: 1 },
  });
}

function listFaults(query: URLSearchParams): readonly FieldFault[] {
  const [match, version] = [query.get(MATCH) ?? '', query.get('resourceVersion') ?? ''];
  const faults: FieldFault[] = [];
  if (match !== '') {
    if (version === '') faults.push(forbiddenField(MATCH, `${MATCH} is forbidden unless resourceVersion is provided`));
    if (query.get('continue')) faults.push(forbiddenField(MATCH, `${MATCH} is forbidden when continue is provided`));
    if (!['Exact', 'NotOlderThan'].includes(match)) faults.push(unsupported(match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && version === '0') {
      faults.push(forbiddenField(MATCH, `${MATCH} "exact" is forbidden for resourceVersion "0"`));
    }
  }
  if (query.has(INITIAL)) faults.push(forbiddenField(INITIAL, `${INITIAL} is forbidden for list`));
  return faults;
}

const INITIAL = 'sendInitialEvents';

function watchFaults(query: URLSearchParams): readonly FieldFault[] {
  const match = query.get(MATCH) ?? '';
  const faults: FieldFault[] = [];
  if (query.has(INITIAL) && match !== 'NotOlderThan') {
    faults.push(forbiddenField(MATCH, `${INITIAL} requires setting ${MATCH} to NotOlderThan`));
  }
  if (match === '') return faults;
  if (!query.has(INITIAL))
    faults.push(forbiddenField(MATCH, `${MATCH} is forbidden for watch unless ${INITIAL} is provided`));
  if (match !== 'NotOlderThan') faults.push(unsupported(match, ['NotOlderThan']));
  return faults;
}

function unsupported(value: string, supported: readonly string[]): FieldFault {
  const names = supported.map((each) => JSON.stringify(each)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${names}`;
  return { field: MATCH, reason: 'FieldValueNotSupported', message };
}
