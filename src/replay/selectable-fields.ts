import { resourceName, type VersionedResource } from './api-resource.ts';
import { asList, asText, at } from './narrow.ts';
import { selectedFields } from './selectors.ts';
import { CRD_RESOURCE, type View } from './view.ts';

/**
 * What the server says to a field selector over a field by which it cannot select objects of this kind; undefined where
 * it can. Source: the field label conversions of Kubernetes 1.34 (`pkg/apis/…/v1/conversion.go`), and for custom
 * resources `selectableFields` of their definition.
 */
export function unsupportedField(view: View, kind: VersionedResource, selector: string): string | undefined {
  const { resource } = kind;
  const own = OWN_FIELDS[resourceName(resource)];
  const hasNamespace = resource.namespaced || (resource.builtIn && own === undefined);
  const always = hasNamespace ? ['metadata.name', 'metadata.namespace'] : ['metadata.name'];
  const selectable = new Set([...always, ...(own ?? []), ...definedFields(view, kind)]);
  const unknown = selectedFields(selector).find((field) => !selectable.has(field));
  if (unknown === undefined) return undefined;
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
  'replicasets.apps': ['status.replicas'],
};

function definedFields(view: View, { resource, version }: VersionedResource): readonly string[] {
  const definition = view.objectsOf(CRD_RESOURCE).find((one) => one.metadata.name === resourceName(resource));
  const versions = asList(at(definition, 'spec', 'versions'));
  const fields = asList(
    at(
      versions.find((one) => at(one, 'name') === version),
      'selectableFields',
    ),
  );
  return fields.map((field) => asText(at(field, 'jsonPath')).replace(/^\./, ''));
}
