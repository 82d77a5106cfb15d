import { resourceName, type VersionedResource } from '../api-resource.ts';
import { CRD_RESOURCE, type View } from '../view.ts';
import { bindingColumns, createdAtColumns } from './access.ts';
import {
  claimColumns,
  configMapColumns,
  namespaceColumns,
  nodeColumns,
  secretColumns,
  serviceAccountColumns,
  storageClassColumns,
  volumeColumns,
} from './cluster.ts';
import { ageColumn, nameColumn, type Column } from './column.ts';
import { resourceClaimColumns, resourceSliceColumns } from './devices.ts';
import { eventColumns } from './event.ts';
import { flowSchemaColumns, priorityLevelColumns } from './flow-control.ts';
import { autoscalerColumns, budgetColumns, priorityClassColumns, quotaColumns } from './limits.ts';
import {
  admissionBindingColumns,
  admissionPolicyColumns,
  apiServiceColumns,
  controllerRevisionColumns,
  leaseColumns,
  podTemplateColumns,
  runtimeClassColumns,
  signingRequestColumns,
  webhookColumns,
} from './machinery.ts';
import {
  addressColumns,
  endpointsColumns,
  endpointSliceColumns,
  ingressClassColumns,
  ingressColumns,
  networkPolicyColumns,
  serviceCidrColumns,
  serviceColumns,
} from './network.ts';
import { podColumns } from './pod.ts';
import { addOnColumns, printerColumns } from './printer-columns.ts';
import { attachmentColumns, attributesClassColumns, driverColumns, driverNodeColumns } from './storage.ts';
import {
  cronJobColumns,
  daemonSetColumns,
  deploymentColumns,
  jobColumns,
  replicaSetColumns,
  replicationControllerColumns,
  statefulSetColumns,
} from './workloads.ts';

/** The columns of a kind: its own, those that its definition declares, or name and age. */
export function columnsOf(view: View, { resource, version }: VersionedResource): readonly Column[] {
  const name = resourceName(resource);
  const definition = view.objectsOf(CRD_RESOURCE).find((one) => one.metadata.name === name);
  const declared = definition && printerColumns(definition, version);
  return BUILT_IN_COLUMNS[name] ?? declared ?? addOnColumns[name] ?? [nameColumn, ageColumn];
}

const BUILT_IN_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  configmaps: configMapColumns,
  endpoints: endpointsColumns,
  events: eventColumns,
  namespaces: namespaceColumns,
  nodes: nodeColumns,
  persistentvolumeclaims: claimColumns,
  persistentvolumes: volumeColumns,
  pods: podColumns,
  secrets: secretColumns,
  serviceaccounts: serviceAccountColumns,
  services: serviceColumns,
  limitranges: createdAtColumns,
  podtemplates: podTemplateColumns,
  replicationcontrollers: replicationControllerColumns,
  resourcequotas: quotaColumns,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': webhookColumns,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhookColumns,
  'validatingadmissionpolicies.admissionregistration.k8s.io': admissionPolicyColumns,
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': admissionBindingColumns,
  'customresourcedefinitions.apiextensions.k8s.io': createdAtColumns,
  'apiservices.apiregistration.k8s.io': apiServiceColumns,
  'controllerrevisions.apps': controllerRevisionColumns,
  'horizontalpodautoscalers.autoscaling': autoscalerColumns,
  'certificatesigningrequests.certificates.k8s.io': signingRequestColumns,
  'leases.coordination.k8s.io': leaseColumns,
  'endpointslices.discovery.k8s.io': endpointSliceColumns,
  'ingressclasses.networking.k8s.io': ingressClassColumns,
  'networkpolicies.networking.k8s.io': networkPolicyColumns,
  'runtimeclasses.node.k8s.io': runtimeClassColumns,
  'poddisruptionbudgets.policy': budgetColumns,
  'clusterroles.rbac.authorization.k8s.io': createdAtColumns,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingColumns,
  'roles.rbac.authorization.k8s.io': createdAtColumns,
  'rolebindings.rbac.authorization.k8s.io': bindingColumns,
  'priorityclasses.scheduling.k8s.io': priorityClassColumns,
  'csidrivers.storage.k8s.io': driverColumns,
  'csinodes.storage.k8s.io': driverNodeColumns,
  'csistoragecapacities.storage.k8s.io': createdAtColumns,
  'volumeattributesclasses.storage.k8s.io': attributesClassColumns,
  'flowschemas.flowcontrol.apiserver.k8s.io': flowSchemaColumns,
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': priorityLevelColumns,
  'ipaddresses.networking.k8s.io': addressColumns,
  'servicecidrs.networking.k8s.io': serviceCidrColumns,
  'resourceclaims.resource.k8s.io': resourceClaimColumns,
  'resourceslices.resource.k8s.io': resourceSliceColumns,
  'volumeattachments.storage.k8s.io': attachmentColumns,
  'cronjobs.batch': cronJobColumns,
  'daemonsets.apps': daemonSetColumns,
  'deployments.apps': deploymentColumns,
  'ingresses.networking.k8s.io': ingressColumns,
  'jobs.batch': jobColumns,
  'replicasets.apps': replicaSetColumns,
  'statefulsets.apps': statefulSetColumns,
  'storageclasses.storage.k8s.io': storageClassColumns,
};
