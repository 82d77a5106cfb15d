import { resourceName, type VersionedResource } from '../api-resource.ts';
import { CRD_RESOURCE, type View } from '../view.ts';
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
import { ageColumn, nameColumn, textColumn, type Column } from './column.ts';
import { eventColumns } from './event.ts';
import { endpointsColumns, ingressColumns, serviceColumns } from './network.ts';
import { podColumns } from './pod.ts';
import { addOnColumns, printerColumns } from './printer-columns.ts';
import {
  cronJobColumns,
  daemonSetColumns,
  deploymentColumns,
  jobColumns,
  replicaSetColumns,
  statefulSetColumns,
} from './workloads.ts';

/** The columns of a kind: its own, those that its definition declares, or name and age (`Created At` for definitions). */
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
  'customresourcedefinitions.apiextensions.k8s.io': [
    nameColumn,
    textColumn('Created At', 'metadata', 'creationTimestamp'),
  ],
  'cronjobs.batch': cronJobColumns,
  'daemonsets.apps': daemonSetColumns,
  'deployments.apps': deploymentColumns,
  'ingresses.networking.k8s.io': ingressColumns,
  'jobs.batch': jobColumns,
  'replicasets.apps': replicaSetColumns,
  'statefulsets.apps': statefulSetColumns,
  'storageclasses.storage.k8s.io': storageClassColumns,
};
