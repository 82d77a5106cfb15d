import type { KubeObject } from '../../model/object.ts';
import { formatDuration } from '../../text/duration.ts';
import { parseTime } from '../../text/time.ts';
import { asList, asText, at } from '../narrow.ts';
import {
  ageColumn,
  ageOf,
  containerColumns,
  countColumn,
  labelsText,
  looseCountColumn,
  nameColumn,
  orNone,
  selectorText,
  textColumn,
  wide,
  type Column,
} from './column.ts';

const TEMPLATE = ['spec', 'template', 'spec'] as const;
const selectorColumn = wide({ name: 'Selector', cell: (object) => selectorText(at(object, 'spec', 'selector')) });

/** What `kubectl get deployments` shows. */
export const deploymentColumns: readonly Column[] = [
  nameColumn,
  { name: 'Ready', cell: readyOfWanted },
  looseCountColumn('Up-to-date', 'status', 'updatedReplicas'),
  looseCountColumn('Available', 'status', 'availableReplicas'),
  ageColumn,
  ...containerColumns(...TEMPLATE),
  selectorColumn,
];

/** What `kubectl get replicasets` shows. */
export const replicaSetColumns: readonly Column[] = [
  nameColumn,
  countColumn('Desired', 'spec', 'replicas'),
  countColumn('Current', 'status', 'replicas'),
  countColumn('Ready', 'status', 'readyReplicas'),
  ageColumn,
  ...containerColumns(...TEMPLATE),
  selectorColumn,
];

/** What `kubectl get replicationcontrollers` shows. */
export const replicationControllerColumns: readonly Column[] = [
  ...replicaSetColumns.slice(0, -1),
  wide({ name: 'Selector', cell: (object) => labelsText(at(object, 'spec', 'selector')) }),
];

/** What `kubectl get statefulsets` shows. */
export const statefulSetColumns: readonly Column[] = [
  nameColumn,
  { name: 'Ready', cell: readyOfWanted },
  ageColumn,
  ...containerColumns(...TEMPLATE),
];

/** What `kubectl get daemonsets` shows. */
export const daemonSetColumns: readonly Column[] = [
  nameColumn,
  countColumn('Desired', 'status', 'desiredNumberScheduled'),
  countColumn('Current', 'status', 'currentNumberScheduled'),
  countColumn('Ready', 'status', 'numberReady'),
  countColumn('Up-to-date', 'status', 'updatedNumberScheduled'),
  countColumn('Available', 'status', 'numberAvailable'),
  { name: 'Node Selector', cell: (set) => labelsText(at(set, ...TEMPLATE, 'nodeSelector')) },
  ageColumn,
  ...containerColumns(...TEMPLATE),
  selectorColumn,
];

/** What `kubectl get jobs` shows. */
export const jobColumns: readonly Column[] = [
  nameColumn,
  { name: 'Status', cell: jobStatus },
  { name: 'Completions', cell: jobCompletions },
  { name: 'Duration', cell: jobDuration },
  ageColumn,
  ...containerColumns(...TEMPLATE),
  selectorColumn,
];

/** What `kubectl get cronjobs` shows. */
export const cronJobColumns: readonly Column[] = [
  nameColumn,
  textColumn('Schedule', 'spec', 'schedule'),
  { name: 'Timezone', cell: (job) => orNone(asText(at(job, 'spec', 'timeZone'))) },
  { name: 'Suspend', type: 'boolean', cell: (job) => (at(job, 'spec', 'suspend') === true ? 'True' : 'False') },
  { name: 'Active', type: 'integer', cell: (job) => asList(at(job, 'status', 'active')).length },
  { name: 'Last Schedule', cell: lastSchedule },
  ageColumn,
  ...containerColumns('spec', 'jobTemplate', ...TEMPLATE),
  wide({ name: 'Selector', cell: (job) => selectorText(at(job, 'spec', 'jobTemplate', 'spec', 'selector')) }),
];

function readyOfWanted(object: KubeObject): string {
  return `${Number(at(object, 'status', 'readyReplicas') ?? 0)}/${Number(at(object, 'spec', 'replicas') ?? 0)}`;
}

function jobStatus(job: KubeObject): string {
  const states = ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'];
  const isTrue = (type: string): boolean =>
    asList(at(job, 'status', 'conditions')).some((one) => at(one, 'type') === type && at(one, 'status') === 'True');
  if (job.metadata['deletionTimestamp'] !== undefined && !isTrue('Complete') && !isTrue('Failed')) return 'Terminating';
  return states.find(isTrue) ?? 'Running';
}

function jobCompletions(job: KubeObject): string {
  const done = Number(at(job, 'status', 'succeeded') ?? 0);
  const wanted = at(job, 'spec', 'completions');
  if (typeof wanted === 'number') return `${done}/${wanted}`;
  const parallelism = Number(at(job, 'spec', 'parallelism') ?? 0);
  return parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

function jobDuration(job: KubeObject, now: number): string {
  const start = parseTime(asText(at(job, 'status', 'startTime')));
  if (start === undefined) return '';
  return formatDuration((parseTime(asText(at(job, 'status', 'completionTime'))) ?? now) - start);
}

function lastSchedule(job: KubeObject, now: number): string {
  const time = at(job, 'status', 'lastScheduleTime');
  return time === undefined ? '<none>' : ageOf(time, now);
}
