import { resourceName, type VersionedResource } from './api-resource.ts';
import { definedVersion } from './defined-versions.ts';
import { selectedFields } from './field-selector.ts';
import { asList, asText, at } from './narrow.ts';
import type { View } from './view.ts';

/**
 * What the server says to a field selector over a field by which it cannot select objects of this kind; undefined where
 * it can. Source: the field label conversions of Kubernetes 1.34 (`pkg/apis/…/v1/conversion.go`), and for custom
 * resources `selectableFields` of their definition.
 */
export function unsupportedField(view: View, kind: VersionedResource, selector: string): string | undefined {
  const { resource } = kind;
  const name = resourceName(resource);
  const own = OWN_FIELDS[name];
  const hasNamespace = resource.namespaced || (resource.builtIn && own === undefined);
  const always = hasNamespace ? ['metadata.name', 'metadata.namespace'] : ['metadata.name'];
  const selectable = new Set([...always, ...(own ?? []), ...definedFields(view, kind)]);
  const unknown = selectedFields(selector).find((field) => !selectable.has(field));
  if (unknown === undefined) return undefined;
  const words = OWN_WORDS[name];
  if (words !== undefined) return words(unknown);
  if (own !== undefined || !resource.builtIn) return `field label not supported: ${unknown}`;
  return `${JSON.stringify(unknown)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** Kinds that can be selected by more than name and namespace. */
const OWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.host',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  replicationcontrollers: ['status.replicas'],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  'certificatesigningrequests.certificates.k8s.io': ['spec.signerName'],
  'jobs.batch': ['status.successful'],
  'resourceslices.resource.k8s.io': ['spec.nodeName', 'spec.driver'],
};

/** Kinds whose conversion says it in its own way. */
const OWN_WORDS: Readonly<Record<string, (field: string) => string>> = {
  'jobs.batch': (field) => `field label ${JSON.stringify(field)} not supported for Job`,
  'resourceslices.resource.k8s.io': (field) =>
    `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${field}`,
};

function definedFields(view: View, kind: VersionedResource): readonly string[] {
  const fields = asList(at(definedVersion(view, kind), 'selectableFields'));
  return fields.map((field) => asText(at(field, 'jsonPath')).replace(/^\./, ''));
}
