import { nodeMetrics, object, podMetrics, type Built, type Change } from '../../stories/build/build.ts';
import { furnished } from '../../stories/build/furnish.ts';
import { listOf, partOf, textOf } from '../../stories/build/json-parts.ts';
import { deepMerge } from '../../stories/build/merge.ts';
import type { ExamCase, Place } from '../exam-case.ts';
import { expandJob, type JobSketch } from './batch.ts';
import { expandDeployment } from './deployment.ts';
import { endpointsOf } from './endpoints.ts';
import type { Fate } from './fate.ts';
import { ago, earliest, NOW } from './moment.ts';
import { seen, type EventSketch } from './report-event.ts';
import { expandDaemonSet, expandStatefulSet } from './stateful.ts';
import { neighbours, systemPlain, systemWorkloads, workers } from './system.ts';
import type { Expanded, Workload } from './workload.ts';

/** A cluster before its controllers have done their work. */
export interface Model {
  readonly namespace: string;
  readonly workloads: readonly Workload[];
  readonly jobs: readonly JobSketch[];
  readonly plain: readonly Built[];
  /** What whoever installed the application leaves on its objects. */
  readonly finish?: (objects: readonly Built[]) => readonly Built[];
}

/** A way to make one model of another. */
export type Step = (model: Model) => Model;

/** The same with what stands around it in every cluster. */
export function surrounded(model: Model): Model {
  return {
    ...model,
    workloads: [...model.workloads, ...systemWorkloads, ...neighbours.workloads],
    plain: [...model.plain, ...workers, ...systemPlain, ...neighbours.plain],
  };
}

export function alter(name: string, change: Partial<Workload> | ((workload: Workload) => Partial<Workload>)): Step {
  return (model) => {
    if (!model.workloads.some((each) => each.name === name)) throw new Error(`no workload ${name}`);
    const workloads = model.workloads.map((each) =>
      each.name === name ? { ...each, ...(typeof change === 'function' ? change(each) : change) } : each,
    );
    return { ...model, workloads };
  };
}

/** A new revision whose pods have this fate, while so many of the one before stay. */
export function rolled(workload: Workload, spec: Change, fates: readonly Fate[], keeps: number): Partial<Workload> {
  const at = earliest(
    fates.flatMap((each) => each.created ?? []),
    ago('40m'),
  );
  return { spec, fates, rollout: { at, keeps, before: workload.spec }, revision: (workload.revision ?? 3) + 1 };
}

/** Changes the first container of a workload. */
export function reshaped(workload: Workload, change: Change, spec: Change = {}): Change {
  const [first = {}, ...others] = listOf(workload.spec['containers']);
  return { ...deepMerge(workload.spec, spec), containers: [deepMerge(first, change), ...others] };
}

export function amend(kind: string, name: string, change: Change): Step {
  return (model) => {
    find(model, kind, name);
    const plain = model.plain.map((each) => (isAt(each, kind, name) ? deepMerge(each, change) : each));
    return { ...model, plain };
  };
}

export function remove(kind: string, name: string): Step {
  return (model) => {
    find(model, kind, name);
    return { ...model, plain: model.plain.filter((each) => !isAt(each, kind, name)) };
  };
}

export function add(...objects: readonly Built[]): Step {
  return (model) => ({ ...model, plain: [...model.plain, ...objects] });
}

/** Replaces a Job, or adds one. */
export function withJob(job: JobSketch): Step {
  return (model) => ({ ...model, jobs: [...model.jobs.filter(({ name }) => name !== job.name), job] });
}

/** An event about an object that is no pod. */
export function witness(kind: string, name: string, sketch: EventSketch): Step {
  return (model) => ({ ...model, plain: [...model.plain, seen(find(model, kind, name), sketch)] });
}

export function find(model: Model, kind: string, name: string): Built {
  const found = model.plain.find((each) => isAt(each, kind, name));
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

function isAt(each: Built, kind: string, name: string): boolean {
  return each['kind'] === kind && partOf(each, 'metadata')['name'] === name;
}

/** What a case says beside its cluster. */
export type CaseSketch = Pick<ExamCase, 'name' | 'summary' | 'faulty' | 'also'>;

export function examine(base: Model, sketch: CaseSketch, ...steps: readonly Step[]): ExamCase {
  const model = steps.reduce((before, step) => step(before), base);
  const { objects, logs } = assembled(model);
  const also = sketch.also === undefined ? {} : { also: expanded(sketch.also, objects) };
  const faulty = expanded(sketch.faulty, objects);
  return { ...sketch, ...also, faulty, namespace: model.namespace, objects, logs };
}

/** Whoever may name a Deployment, StatefulSet or CronJob may as well name what is ill below it: `pods of` stands for that. */
function expanded(places: readonly Place[], objects: readonly Built[]): readonly Place[] {
  return places.flatMap((place) => {
    if (!place.kind.startsWith('pods of ')) return [place];
    const kind = place.kind.slice('pods of '.length);
    return ownedIn(objects, { ...place, kind });
  });
}

function ownedIn(objects: readonly Built[], owner: Place): readonly Place[] {
  const direct = objects
    .filter((each) => partOf(each, 'metadata')['namespace'] === owner.namespace)
    .filter((each) => ['Pod', 'ReplicaSet', 'Job'].includes(textOf(each['kind'])) && !isSettled(each))
    .filter((each) =>
      listOf(partOf(each, 'metadata')['ownerReferences']).some(
        ({ kind, name }) => kind === owner.kind && name === owner.name,
      ),
    )
    .map((each) => ({
      kind: textOf(each['kind']),
      namespace: owner.namespace,
      name: textOf(partOf(each, 'metadata')['name']),
    }));
  return direct.flatMap((each) => [each, ...ownedIn(objects, each)]);
}

/** A pod that is well, and a ReplicaSet whose pods are, are not to be named. */
function isSettled(each: Built): boolean {
  if (each['kind'] === 'ReplicaSet') {
    return partOf(each, 'spec')['replicas'] === (partOf(each, 'status')['readyReplicas'] ?? 0);
  }
  if (each['kind'] === 'Job') return partOf(each, 'status')['succeeded'] === 1;
  const status = partOf(each, 'status');
  const ready = listOf(status['conditions']).some(({ type, status: value }) => type === 'Ready' && value === 'True');
  return ready || status['phase'] === 'Succeeded';
}

function assembled(model: Model): Expanded {
  const told = [...model.workloads.map(expand), ...model.jobs.map(expandJob)];
  const made = [...told.flatMap(({ objects }) => objects), ...model.plain];
  const stored = furnished(made, NOW).map(aged);
  const whole = (model.finish ?? same)(stored.map((each) => budgeted(each, stored)));
  const running = whole.filter((each) => each['kind'] === 'Pod' && partOf(each, 'status')['phase'] === 'Running');
  const objects = [...whole, ...endpointsOf(whole), ...running.flatMap(measured), ...whole.flatMap(measuredNode)];
  return { objects, logs: Object.assign({}, ...told.map(({ logs }) => logs)) as Record<string, string> };
}

const same = (objects: readonly Built[]): readonly Built[] => objects;

/** The disruption controller counts the pods that are ready. */
function budgeted(each: Built, objects: readonly Built[]): Built {
  if (each['kind'] !== 'PodDisruptionBudget') return each;
  const selector = Object.entries(partOf(each, 'spec', 'selector', 'matchLabels'));
  const pods = objects.filter(
    (pod) =>
      pod['kind'] === 'Pod' &&
      partOf(pod, 'metadata')['namespace'] === partOf(each, 'metadata')['namespace'] &&
      selector.every(([key, value]) => partOf(pod, 'metadata', 'labels')[key] === value),
  );
  const healthy = pods.filter((pod) =>
    listOf(partOf(pod, 'status')['conditions']).some(({ type, status }) => type === 'Ready' && status === 'True'),
  ).length;
  const { minAvailable } = partOf(each, 'spec') as { minAvailable: number };
  const allowed = Math.max(0, healthy - minAvailable);
  const [reason, value] = allowed > 0 ? ['SufficientPods', 'True'] : ['InsufficientPods', 'False'];
  const status = partOf(each, 'status');
  const conditions = listOf(status['conditions']).map((one) => ({
    ...one,
    reason,
    ...(one['status'] === value ? {} : { status: value, lastTransitionTime: ago('25m') }),
  }));
  return { ...each, status: { ...status, conditions, currentHealthy: healthy, disruptionsAllowed: allowed } };
}

/** The parts that every namespace has came with it. */
function aged(each: Built): Built {
  const { creationTimestamp } = partOf(each, 'metadata');
  if (textOf(creationTimestamp) !== '2025-10-01T07:55:00Z') return each;
  return { ...each, metadata: { ...partOf(each, 'metadata'), creationTimestamp: ago('211d') } };
}

function expand(workload: Workload): Expanded {
  if (workload.kind === 'StatefulSet') return expandStatefulSet(workload);
  return workload.kind === 'DaemonSet' ? expandDaemonSet(workload) : expandDeployment(workload);
}

/** Only containers that run are measured. */
function measured(pod: Built): readonly Built[] {
  const { namespace, name } = partOf(pod, 'metadata') as { namespace: string; name: string };
  const all = listOf(partOf(pod, 'status')['containerStatuses']);
  const isLost = partOf(pod, 'metadata')['deletionTimestamp'] !== undefined;
  if (isLost || !all.every((each) => partOf(each, 'state')['running'] !== undefined)) return [];
  const [first] = all;
  const usage = { cpu: '41302977n', memory: '118432Ki' };
  return first === undefined ? [] : [podMetrics(namespace, name, textOf(first['name']), usage, ago('15s'))];
}

function measuredNode(each: Built): readonly Built[] {
  const ready = listOf(partOf(each, 'status')['conditions']).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
  if (each['kind'] !== 'Node' || !ready) return [];
  const name = textOf(partOf(each, 'metadata')['name']);
  return [nodeMetrics(name, { cpu: '902113744n', memory: '9120456Ki' }, ago('15s'))];
}

/** Any object of a kind that the kit has no builder for. */
export const anything = object;
