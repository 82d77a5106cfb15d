import type { KubeObject } from '../../model/object.ts';
import { formatDuration } from '../../text/duration.ts';
import { asList, asMapping, asNumber, asText, at } from '../narrow.ts';
import { splitApiVersion } from '../api-resource.ts';
import {
  ageColumn,
  containerColumns,
  labelsText,
  looseCountColumn,
  nameColumn,
  selectorText,
  textColumn,
  type Column,
} from './column.ts';

/** What `kubectl get leases` shows. */
export const leaseColumns: readonly Column[] = [nameColumn, textColumn('Holder', 'spec', 'holderIdentity'), ageColumn];

/** What `kubectl get controllerrevisions` shows. */
export const controllerRevisionColumns: readonly Column[] = [
  nameColumn,
  { name: 'Controller', cell: controllerOf },
  looseCountColumn('Revision', 'revision'),
  ageColumn,
];

/** What `kubectl get podtemplates` shows. */
export const podTemplateColumns: readonly Column[] = [
  nameColumn,
  ...containerColumns('template', 'spec').map((column) => ({ ...column, wide: false })),
  { name: 'Pod Labels', cell: (object) => labelsText(at(object, 'template', 'metadata', 'labels')) },
];

/** What `kubectl get certificatesigningrequests` shows. */
export const signingRequestColumns: readonly Column[] = [
  nameColumn,
  ageColumn,
  { name: 'SignerName', cell: (request) => asText(at(request, 'spec', 'signerName')) || '<none>' },
  textColumn('Requestor', 'spec', 'username'),
  { name: 'RequestedDuration', cell: requestedDuration },
  { name: 'Condition', cell: signingState },
];

/** What `kubectl get mutatingwebhookconfigurations` and its validating sister show. */
export const webhookColumns: readonly Column[] = [
  nameColumn,
  { name: 'Webhooks', type: 'integer', cell: (one) => asList(one['webhooks']).length },
  ageColumn,
];

/** What `kubectl get validatingadmissionpolicies` shows. */
export const admissionPolicyColumns: readonly Column[] = [
  nameColumn,
  { name: 'Validations', type: 'integer', cell: (policy) => asList(at(policy, 'spec', 'validations')).length },
  { name: 'ParamKind', cell: paramKind },
  ageColumn,
];

/** What `kubectl get validatingadmissionpolicybindings` shows. */
export const admissionBindingColumns: readonly Column[] = [
  nameColumn,
  textColumn('PolicyName', 'spec', 'policyName'),
  { name: 'ParamRef', cell: paramRef },
  ageColumn,
];

/** What `kubectl get apiservices` shows. */
export const apiServiceColumns: readonly Column[] = [
  nameColumn,
  { name: 'Service', cell: apiServiceBackend },
  { name: 'Available', cell: apiServiceAvailable },
  ageColumn,
];

/** What `kubectl get runtimeclasses` shows. */
export const runtimeClassColumns: readonly Column[] = [nameColumn, textColumn('Handler', 'handler'), ageColumn];

/** `statefulset.apps/web`. */
function controllerOf(object: KubeObject): string {
  const owners = asList(object.metadata['ownerReferences']);
  const owner = owners.find((one) => at(one, 'controller') === true);
  if (owner === undefined) return '<none>';
  const { group } = splitApiVersion(asText(at(owner, 'apiVersion')));
  const kind = asText(at(owner, 'kind')).toLowerCase();
  return `${group === '' ? kind : `${kind}.${group}`}/${asText(at(owner, 'name'))}`;
}

function requestedDuration(request: KubeObject): string {
  const seconds = at(request, 'spec', 'expirationSeconds');
  return seconds === undefined ? '<none>' : formatDuration(asNumber(seconds));
}

function signingState(request: KubeObject): string {
  const types = asList(at(request, 'status', 'conditions')).map((condition) => asText(at(condition, 'type')));
  const decision = ['Denied', 'Approved'].find((type) => types.includes(type)) ?? 'Pending';
  const isIssued = asText(at(request, 'status', 'certificate')) !== '';
  return [decision, ...(types.includes('Failed') ? ['Failed'] : []), ...(isIssued ? ['Issued'] : [])].join(',');
}

function paramKind(policy: KubeObject): string {
  const kind = asMapping(at(policy, 'spec', 'paramKind'));
  return kind['kind'] === undefined ? '<unset>' : `${asText(kind['apiVersion'])}/${asText(kind['kind'])}`;
}

/** Whether the parameter lives in a namespace is not to be seen here: without one it is `*`. */
function paramRef(binding: KubeObject): string {
  const param = asMapping(at(binding, 'spec', 'paramRef'));
  const name = asText(param['name']);
  if (name !== '') return `${asText(param['namespace']) || '*'}/${name}`;
  return param['selector'] === undefined ? '<unset>' : selectorText(param['selector']);
}

function apiServiceBackend(service: KubeObject): string {
  const backend = asMapping(at(service, 'spec', 'service'));
  return backend['name'] === undefined ? 'Local' : `${asText(backend['namespace'])}/${asText(backend['name'])}`;
}

/** `True`, or what it is and why: `False (MissingEndpoints)`. */
function apiServiceAvailable(service: KubeObject): string {
  const conditions = asList(at(service, 'status', 'conditions'));
  const available = conditions.find((condition) => at(condition, 'type') === 'Available');
  const status = asText(at(available, 'status')) || 'Unknown';
  return status === 'True' ? status : `${status} (${asText(at(available, 'reason'))})`;
}
