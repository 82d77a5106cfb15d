import { condition, object, ownedBy, uidOf, type Built, type Change } from '../../stories/build/build.ts';
import { suffixOf } from '../../stories/build/digest.ts';
import { containerStatus, namesIn, type Fate } from './fate.ts';
import { ago, later } from './moment.ts';
import { seen } from './report-event.ts';
import { member, tell, type Expanded, type Workload } from './workload.ts';

type Texts = Readonly<Record<string, string>>;

/** A pod of a Job that has ended. */
export interface Attempt {
  readonly at: string;
  readonly lasts: number;
  readonly exitCode: number;
  readonly reason?: string;
  readonly log: string;
}

/** A Job whose pods have all ended: the last one decides. */
export interface JobSketch {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Texts;
  readonly annotations?: Texts;
  readonly podLabels?: Texts;
  readonly spec: Change;
  readonly backoffLimit?: number;
  readonly attempts: readonly Attempt[];
  readonly cron?: Built;
  readonly more?: Change;
}

export function expandJob(sketch: JobSketch): Expanded {
  const { namespace, name, labels = {}, annotations = {}, podLabels = {}, spec, attempts, cron } = sketch;
  const created = attempts[0]?.at ?? ago('1h');
  const uid = uidOf('Job', namespace, name);
  const marks = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const { backoffLimit = 3 } = sketch;
  const shell = object({ apiVersion: 'batch/v1', kind: 'Job', namespace, name, created }, {});
  const podSpec = { ...spec, restartPolicy: 'Never' };
  const workload = {
    namespace,
    name,
    kind: 'Deployment',
    replicas: 1,
    spec,
    created,
    selector: {},
  } as const satisfies Workload;
  const fates = attempts.map(ended);
  const members = fates.map((fate, index) =>
    member({
      workload,
      owner: shell,
      name: `${name}-${suffixOf(`${name}/${index}`, 5)}`,
      index,
      labels: { ...podLabels, ...marks },
      spec: podSpec,
      fate,
      born: created,
    }),
  );
  const last = attempts.at(-1);
  const well = last?.exitCode === 0;
  const failed = attempts.filter(({ exitCode }) => exitCode !== 0).length;
  const end = later(last?.at ?? created, (last?.lasts ?? 0) + 3);
  const owners = cron === undefined ? {} : (ownedBy(cron)['metadata'] as Change);
  const job = object(
    { apiVersion: 'batch/v1', kind: 'Job', namespace, name, created },
    {
      metadata: {
        generation: 1,
        labels: { ...labels, ...(cron === undefined ? {} : marks) },
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
        ...owners,
      },
      spec: {
        backoffLimit,
        completionMode: 'NonIndexed',
        completions: 1,
        manualSelector: false,
        parallelism: 1,
        podReplacementPolicy: 'TerminatingOrFailed',
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
        suspend: false,
        template: { metadata: { labels: { ...podLabels, ...marks } }, spec: podSpec },
        ...sketch.more,
      },
      status: {
        ready: 0,
        startTime: created,
        terminating: 0,
        uncountedTerminatedPods: {},
        ...(failed > 0 ? { failed } : {}),
        ...(well ? { succeeded: 1, completionTime: end } : {}),
        conditions: well
          ? both(
              ['SuccessCriteriaMet', 'Complete'],
              'CompletionsReached',
              'Reached expected number of succeeded pods',
              end,
            )
          : both(
              ['FailureTarget', 'Failed'],
              'BackoffLimitExceeded',
              'Job has reached the specified backoff limit',
              end,
            ),
      },
    },
  );
  const told = tell(workload, members, fates);
  const recent = created > ago('10d');
  const events = recent
    ? [
        ...members.map(({ id }) =>
          seen(job, {
            reason: 'SuccessfulCreate',
            type: 'Normal',
            by: 'job-controller',
            message: `Created pod: ${id.name}`,
            last: id.created,
          }),
        ),
        well
          ? seen(job, {
              reason: 'Completed',
              type: 'Normal',
              by: 'job-controller',
              message: 'Job completed',
              last: end,
            })
          : seen(job, {
              reason: 'BackoffLimitExceeded',
              by: 'job-controller',
              message: 'Job has reached the specified backoff limit',
              last: end,
            }),
      ]
    : [];
  return { objects: [job, ...told.objects, ...events], logs: told.logs };
}

function both(types: readonly string[], reason: string, message: string, at: string): readonly Change[] {
  return types.map((type) => ({ ...condition(type, 'True', reason, message, at), lastProbeTime: at }));
}

function ended({ at, lasts, exitCode, reason, log }: Attempt): Fate {
  const finishedAt = later(at, lasts);
  const well = exitCode === 0;
  return {
    created: at,
    come: (pod) => {
      const [main = { name: '', image: '' }] = namesIn(pod.spec);
      const why = well ? 'PodCompleted' : 'PodFailed';
      const no = (type: string): Change => ({
        type,
        status: 'False',
        reason: why,
        lastProbeTime: null,
        lastTransitionTime: finishedAt,
      });
      const yes = (type: string): Change => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: at });
      const terminated = {
        containerID: 'containerd://0',
        exitCode,
        finishedAt,
        reason: reason ?? (well ? 'Completed' : 'Error'),
        startedAt: later(at, 1),
      };
      return {
        ready: false,
        status: {
          phase: well ? 'Succeeded' : 'Failed',
          startTime: at,
          conditions: [
            { type: 'PodReadyToStartContainers', status: 'False', lastProbeTime: null, lastTransitionTime: finishedAt },
            well ? { ...yes('Initialized'), reason: 'PodCompleted' } : yes('Initialized'),
            no('Ready'),
            no('ContainersReady'),
            yes('PodScheduled'),
          ],
          containerStatuses: [containerStatus(main, { terminated })],
        },
        events: [],
        logs: { [main.name]: log },
      };
    },
  };
}

/** What is special about a CronJob. */
export interface CronSketch {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly podLabels: Texts;
  readonly schedule: string;
  readonly spec: Change;
  readonly created: string;
  readonly lastRun: string;
  readonly lastSuccess: string;
  readonly backoffLimit?: number;
}

export function cronJob(sketch: CronSketch): Built {
  const { namespace, name, labels, annotations, podLabels, schedule, spec, created, lastRun, lastSuccess } = sketch;
  return object(
    { apiVersion: 'batch/v1', kind: 'CronJob', namespace, name, created },
    {
      metadata: { generation: 1, labels, annotations },
      spec: {
        concurrencyPolicy: 'Forbid',
        failedJobsHistoryLimit: 3,
        schedule,
        successfulJobsHistoryLimit: 2,
        suspend: false,
        jobTemplate: {
          metadata: { labels },
          spec: {
            backoffLimit: sketch.backoffLimit ?? 3,
            template: { metadata: { labels: podLabels }, spec: { ...spec, restartPolicy: 'Never' } },
          },
        },
      },
      status: { lastScheduleTime: lastRun, lastSuccessfulTime: lastSuccess },
    },
  );
}

/** The number that the CronJob controller ends a Job's name with: minutes since 1970. */
export function jobNumber(time: string): string {
  return String(Math.floor(Date.parse(time) / 60_000));
}
