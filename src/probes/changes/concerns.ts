import { entry, field, isRecord, text } from '../read.ts';
import type { Change } from './change.ts';

/** Kinds of which a workload has its own, named in its template. */
const NAMED_BY_TEMPLATE = ['ConfigMap', 'Secret', 'ServiceAccount', 'PersistentVolumeClaim'];

/** Kinds of which only the one that declares the workload matters; its labels name it. */
const DECLARING: Readonly<Record<string, string>> = {
  HelmRelease: 'helm.toolkit.fluxcd.io',
  Kustomization: 'kustomize.toolkit.fluxcd.io',
};

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job'];

/** Where the pods of a workload run, and what they name. */
export interface Surroundings {
  readonly workload: unknown;
  readonly nodes: ReadonlySet<string>;
}

/**
 * Whether a change can matter to one workload: to itself, to what its template names, to who declares it, to the nodes of
 * its pods. Of everything else that its namespace has (Services, policies, quotas) only a look at it would tell.
 */
export function concerns({ object }: Change, { workload, nodes }: Surroundings): boolean {
  const { kind, metadata } = object;
  if (WORKLOADS.includes(kind)) return kind === entry(workload, 'kind') && metadata.name === nameIn(workload);
  if (kind === 'Node') return nodes.has(metadata.name);
  const group = DECLARING[kind];
  if (group !== undefined) return entry(field(workload, 'metadata.labels'), `${group}/name`) === metadata.name;
  return !NAMED_BY_TEMPLATE.includes(kind) || isNamed(metadata.name, field(workload, 'spec'));
}

function nameIn(workload: unknown): string {
  return text(field(workload, 'metadata.name'));
}

/** Whether a text stands anywhere in a value. */
function isNamed(name: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((element: unknown) => isNamed(name, element));
  if (isRecord(value)) return Object.values(value).some((element) => isNamed(name, element));
  return value === name;
}
